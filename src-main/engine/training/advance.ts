/** One step of a session with everything that belongs before it: phases, work between epochs, work on the batch. */
import { type Scalar, tf } from '../backend/tensorflow'
import type { Session, StepBatch } from '../methods/method'
import type { RandomStream } from '../nn/random'
import { extractFeatures, predictLogits } from './predict'
import type { StepInput } from './step-input'
import { type TrainingData, tensorsOf } from './training-data'

export interface Advance {
  readonly session: Session
  readonly data: TrainingData
  /** The step to do, of how many, and how many make an epoch. */
  readonly step: number
  readonly steps: number
  readonly perEpoch: number
  /** Values of this step's schedules by name. */
  readonly schedules: Readonly<Record<string, number>>
  /** For work between epochs; forked by epoch. */
  readonly random: RandomStream
  draw(step: number): StepBatch
  /** Does the session's step, such as a `StepRunner` does it; absent, op by op. */
  runStep?(input: StepInput): Readonly<Record<string, Scalar>>
}

const onlyPhase = 'all'

/** Does the step and returns its metrics. A function of the session's state, the data and the step. */
export async function advance(one: Advance): Promise<Record<string, number>> {
  const { session, step, steps, perEpoch } = one
  const phase = phaseAt(session, step / steps)
  const phaseBegins = step === 0 || phase !== phaseAt(session, (step - 1) / steps)
  if (phaseBegins || step % perEpoch === 0) await betweenEpochs(one, phase, phaseBegins)
  const batch = withHostWork(session, one.draw(step), phase)
  const schedules = Object.fromEntries(Object.entries(one.schedules).map(([name, value]) => [name, tf.scalar(value)]))
  let results: Readonly<Record<string, Scalar>> = {}
  try {
    results = one.runStep?.({ batch, schedules, phase }) ?? session.step(batch, schedules, phase)
    return Object.fromEntries(Object.entries(results).map(([name, scalar]) => [name, scalar.dataSync()[0]]))
  } finally {
    tf.dispose([...tensorsOf(batch), ...Object.values(schedules), ...Object.values(results)])
  }
}

function phaseAt(session: Session, progress: number): string {
  return session.phase?.(progress) ?? onlyPhase
}

async function betweenEpochs({ session, data, step, perEpoch, random }: Advance, phase: string, phaseBegins: boolean): Promise<void> {
  const { source, heldOut = null, target, few } = data
  await session.beforeEpoch?.({
    source,
    heldOut,
    target,
    few,
    epoch: step / perEpoch,
    phase,
    phaseBegins,
    random: random.fork(`before-step-${step}`),
    predict: (images, domain) => predictLogits(session, images, domain),
    features: (images, domain) => extractFeatures(session, images, domain),
  })
}

function withHostWork(session: Session, batch: StepBatch, phase: string): StepBatch {
  if (session.beforeStep === undefined) return batch
  try {
    return { ...batch, host: session.beforeStep(batch, phase) }
  } catch (error) {
    tf.dispose(tensorsOf(batch))
    throw error
  }
}
