/** A trained trial as test-time methods see it, and its answers while nothing adapts. */
import type { Tensor4D } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import type { StreamContext } from '../test-time/stream-method'
import { imageTensor } from '../training/batches'
import type { OpenTrial } from './open-trial'

/** The session's own network: what adapts it changes the session. */
export function streamContextOf({ session, pair }: Pick<OpenTrial, 'session' | 'pair'>, random: StreamContext['random']): StreamContext {
  const train = pair.source.train
  const variables = session.weights
    .filter((name) => name.startsWith('features/') || name.startsWith('head/'))
    .map((name) => {
      const variable = session.state.get(name)
      if (variable === undefined) throw new Error(`the session lists the weight ${name} but has no such state`)
      return { name, role: variable.trainable ? ('trained' as const) : ('statistic' as const), variable }
    })
  return {
    model: { network: session.network, variables, classes: pair.classNames.length },
    random,
    sourceImages: (count) => imageTensor(train, random.fork('source').permutation(train.count).subarray(0, count)),
  }
}

/** x [B,H,W,3] → logits [B·K] row-major of the model as it is now. */
export function predictNow(session: Session, x: Tensor4D): Float32Array {
  const logits = session.predict(x, 'source')
  const values = logits.dataSync<'float32'>()
  logits.dispose()
  return values
}
