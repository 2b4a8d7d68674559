/** Lets somebody look at what the parts of a network put out during a forward pass, without the network knowing. */
import { type Tensor, tf } from '../backend/tensorflow'

type Watch = (name: string, output: Tensor) => void

let watching: Watch | null = null

/** Calls `watch` with the name and output of every part of every chain that runs within `work`. The tensors belong to `work`. */
export function observe<T>(watch: Watch, work: () => T): T {
  const before = watching
  watching = watch
  try {
    return work()
  } finally {
    watching = before
  }
}

/** Shows an output to whoever observes, and passes it on. */
export function shown<T>(name: string, output: T): T {
  if (watching !== null && output instanceof tf.Tensor) watching(name, output)
  return output
}
