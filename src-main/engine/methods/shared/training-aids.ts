/** What every trained method can be given besides its own objective: augmented images, and predictions with averaged weights. */
import { tf } from '../../backend/tensorflow'
import { createAugmentation } from '../../nn/augmentation'
import { createMovingAverage } from '../../nn/moving-average'
import type { NetworkVariable } from '../../nn/network'
import { prefixNames } from '../../nn/variables'
import type { Session, SessionContext, StepBatch, UnlabelledBatch } from '../method'
import { type AugmentationParams, augmentationOf, type TrainingParams } from './training-params'

type Aids = AugmentationParams & Pick<TrainingParams, 'emaDecay'>

/**
 * The session with the aids its parameters ask for, or the session itself where they ask for none. Augmentation changes the images
 * of a step, after `beforeStep` has seen them. Averages join the state and the weights, and predictions and features use
 * them; `network` stays the network that is trained.
 */
export function withTrainingAids(session: Session, context: Pick<SessionContext, 'random'>, params: Aids): Session {
  const augmentation = createAugmentation(augmentationOf(params), context.random.fork('augmentation'))
  const average = params.emaDecay === 0 ? null : createMovingAverage(trainedOf(session), { decay: params.emaDecay, rampUp: 'early' })
  if (augmentation.variables.length === 0 && average === null) return session
  const averages = prefixNames('ema', average?.averages ?? [])
  const own = [
    ...prefixNames('augmentation', augmentation.variables),
    ...averages,
    ...(average === null ? [] : prefixNames('ema', [average.updates])),
  ]
  const averaged = <T>(work: () => T): T => (average === null ? work() : average.use(work))
  return {
    ...session,
    state: new Map([...session.state, ...own.map(({ name, variable }) => [name, variable] as const)]),
    weights: [...session.weights, ...averages.map(({ name }) => name)],
    step: (batch, schedules, phase) =>
      tf.tidy(() => {
        const metrics = session.step(augmented(batch, augmentation.apply), schedules, phase)
        average?.update()
        return metrics
      }),
    predict: (x, domain) => tf.tidy(() => averaged(() => session.predict(x, domain))),
    features: (x, domain) => tf.tidy(() => averaged(() => session.features(x, domain))),
    dispose() {
      session.dispose()
      for (const { variable } of own) variable.dispose()
    },
  }
}

function trainedOf(session: Session): NetworkVariable[] {
  return session.weights.flatMap((name) => {
    const variable = session.state.get(name)
    return variable?.trainable ? [{ name, role: 'trained', variable } as const] : []
  })
}

function augmented(batch: StepBatch, apply: (x: UnlabelledBatch['x']) => UnlabelledBatch['x']): StepBatch {
  const { source, target, few, fenced } = batch
  return {
    ...batch,
    source: { ...source, x: apply(source.x) },
    ...(target && { target: { ...target, x: apply(target.x) } }),
    ...(few && { few: { ...few, x: apply(few.x) } }),
    ...(fenced && { fenced: { ...fenced, x: apply(fenced.x) } }),
  }
}
