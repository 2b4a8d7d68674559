/** Puts a stream session together from what adapts and how, so that reset and clean-up are the same for every method. */
import { type Rank, type Tensor, type Tensor4D, tf, type Variable } from '../backend/tensorflow'
import type { NetworkVariable, Pass } from '../nn/network'
import { replayResponse } from './replay-response'
import { asTrained, type StreamModel, type StreamResponse, type StreamSession } from './stream-method'

export interface StreamPlan {
  /** Network variables that adapting may change. They stay the model's. */
  readonly adapted: readonly NetworkVariable[]
  /** Variables of the session itself, such as an optimizer's slots; freed with it. */
  readonly memory?: readonly NetworkVariable[]
  /** How its answers pass the network; absent: as the source model's. */
  readonly pass?: Pass
  /**
   * The model, where `respond` is a function of it, of `memory` and of the images in tensors alone: nothing read, drawn or
   * remembered on the host. After some batches of one shape it then runs as one graph.
   */
  readonly replays?: StreamModel
  /** Runs inside a tidy scope; what it returns survives. */
  respond(x: Tensor4D): StreamResponse
  /** Forgets what the host remembers of the stream. */
  forget?(): void
}

/** Remembers the values of all variables now, and gives them back on `reset`. */
export function createStreamSession({ adapted, memory = [], pass = asTrained, replays, respond, forget }: StreamPlan): StreamSession {
  const everything = [...adapted, ...memory]
  const state = new Map<string, Variable>(everything.map(({ name, variable }) => [name, variable]))
  if (state.size !== everything.length) throw new Error('two variables of a stream session have the same name')
  const remembered = everything.map(({ variable }) => snapshot(variable))
  const reset = (): void => {
    everything.forEach(({ variable }, index) => {
      variable.assign(remembered[index])
    })
    forget?.()
  }
  const replayed = replays === undefined ? null : replayResponse({ variables: [...replays.variables, ...everything], respond })
  const answer = replayed?.respond ?? respond
  return {
    pass,
    adapted: state,
    respond: (x) => tf.tidy(() => answer(x) as StreamResponse & Record<string, never>),
    reset,
    dispose() {
      replayed?.dispose()
      reset()
      tf.dispose([...remembered])
      for (const { variable } of memory) variable.dispose()
    },
  }
}

/** The variable's value now, kept until disposed; later assignments leave it alone. */
function snapshot<R extends Rank>(variable: Variable<R>): Tensor<R> {
  return tf.keep(tf.clone(variable as Tensor<R>))
}
