/** A session's inference as a frozen graph: weights as constants, batch normalisation folded into them. */
import { foldBatchNorm, freezeFeeds } from '../backend/graph/freeze'
import { loadGraph } from '../backend/graph/native-graph'
import { NotCompilable } from '../backend/graph/not-compilable'
import { nativeIds, record } from '../backend/graph/recorder'
import { graphOf, traceRecording } from '../backend/graph/trace'
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import { separateVariables } from './session-state'

export interface FrozenForward {
  /** x of the shape it was frozen for → what `forward` gave, with the weights as they were then. */
  run(x: Tensor4D): Tensor2D
  dispose(): void
}

/** Largest difference to the eager result, as a part of its largest value, that folding and fusing may make. */
const tolerance = 1e-3

/**
 * Freezes `forward`, a function of the session's state and of images of the shape of `example`.
 * @throws NotCompilable, naming the op or the difference, where its replay would not do.
 */
export function freezeForward(session: Pick<Session, 'state'>, forward: (x: Tensor4D) => Tensor2D, example: Tensor4D): FrozenForward {
  const made: FrozenForward[] = []
  tf.tidy(() => {
    made.push(freeze(session, forward, example))
  })
  return made[0]
}

function freeze(session: Pick<Session, 'state'>, forward: (x: Tensor4D) => Tensor2D, example: Tensor4D): FrozenForward {
  separateVariables(session.state.values())
  const state = new Map([...session.state].map(([name, variable]) => [name, variable as Tensor]))
  const feeds = [...state].map(([name, tensor]) => ({ name, tensor })).concat({ name: 'x', tensor: example })
  nativeIds(feeds.map(({ tensor }) => tensor))
  const { result: expected, recording } = record(() => forward(example))
  const trace = traceRecording(recording, feeds, new Map([['y', nativeIds([expected])[0]]]))
  const { plan } = graphOf(foldBatchNorm(freezeFeeds(trace, state)))
  const graph = loadGraph(plan)
  const run = (x: Tensor4D): Tensor2D => graph.run([x])[0] as Tensor2D
  const off = differenceBetween(run(example), expected)
  if (off <= tolerance) return { run, dispose: graph.dispose }
  graph.dispose()
  throw new NotCompilable(`the frozen network is off by ${off.toPrecision(2)} of its largest output`)
}

function differenceBetween(got: Tensor2D, want: Tensor2D): number {
  const [difference, largest] = [tf.max(tf.abs(tf.sub(got, want))), tf.max(tf.abs(want))].map((one) => one.dataSync()[0])
  return difference / Math.max(largest, Number.MIN_VALUE)
}
