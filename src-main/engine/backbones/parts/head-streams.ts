/** Independent random streams for the heads of one backbone, in the order in which they are asked for. */
import type { RandomStream } from '../../nn/random'

/** Each call gives the next head's stream: the first classifier starts alike in every method. */
export function headStreams(random: RandomStream): () => RandomStream {
  let heads = 0
  return () => random.fork(`head${heads++}`)
}
