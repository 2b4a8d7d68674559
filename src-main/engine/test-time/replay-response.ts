/** Runs a method's answer and its update as one graph, as training runs a step. */
import type { Scalar, Tensor, Tensor2D, Tensor4D } from '../backend/tensorflow'
import { statisticsAreWatched } from '../nn/layers/watch-statistics'
import type { NetworkVariable } from '../nn/network'
import { createWorkRunner } from '../training/work-runner'
import type { StreamResponse } from './stream-method'

/** Batches of one shape that are answered op by op before a graph is made: about as many as making it takes. */
const patience = 8

export interface Response {
  /** All variables that the answer reads or changes; one may be given twice. */
  readonly variables: readonly NetworkVariable[]
  respond(x: Tensor4D): StreamResponse
}

/** The same answers but for rounding; op by op where they cannot be replayed, and while somebody watches the layers. */
export function replayResponse({ variables, respond }: Response): Pick<Response, 'respond'> & { dispose(): void } {
  const runner = createWorkRunner<{ readonly x: Tensor4D }, Tensor>({
    work: {
      state: new Map(variables.map(({ name, variable }) => [name, variable])),
      run({ x }) {
        const { logits, metrics } = respond(x)
        return { ...metrics, logits }
      },
    },
    mode: 'auto',
    describe: () => 'the answer',
    patience,
  })
  return {
    respond(x) {
      if (statisticsAreWatched()) return respond(x)
      const { logits, ...metrics } = runner.run({ x })
      return { logits: logits as Tensor2D, metrics: metrics as Record<string, Scalar> }
    },
    dispose: runner.dispose,
  }
}
