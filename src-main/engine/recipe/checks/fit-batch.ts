/** Trains on one batch again and again and watches the loss, without checkpoints or curves: the smallest training there is. */
import { AppError } from '@shared/contract/failure'
import { type Scalar, type Tensor1D, type Tensor2D, type Tensor4D, tf } from '../../backend/tensorflow'
import { crossEntropy } from '../../losses/cross-entropy'
import type { Session, StepBatch } from '../../methods/method'
import { nextTurn } from '../../training/next-turn'
import { createStepRunner } from '../../training/step-runner'
import { tensorsOf } from '../../training/training-data'

/** A fresh session, the same every time, and the batches it is fed. */
export interface Experiment {
  start(): Session
  /** Batch of a step; whoever asks disposes its tensors. */
  draw(step: number): StepBatch
}

export interface FitOptions {
  readonly steps: number
  /** In place of the session's own rate. */
  readonly learningRate?: number
  /** Ends before all steps once it holds. */
  until?(loss: number, accuracyPct: number): boolean
  readonly signal?: AbortSignal | undefined
}

export interface Fit {
  /** Cross-entropy in nats of each step's batch before the step. */
  readonly losses: readonly number[]
  readonly accuracyPct: number
  /** Steps done when `until` held; null where it never did. */
  readonly solvedAt: number | null
  readonly session: Session
}

/**
 * Trains the session; its loss is measured by this function and not by the session's own word. The caller disposes the session
 * that comes back. Throws AppError `cancelled`.
 */
export async function fitBatch(experiment: Experiment, { steps, learningRate, until, signal }: FitOptions): Promise<Fit> {
  const session = experiment.start()
  const runner = createStepRunner({ session, mode: 'auto' })
  const losses: number[] = []
  let accuracyPct = 0
  let solvedAt: number | null = null
  try {
    for (let step = 0; step <= steps; step++) {
      throwIfCancelled(signal)
      const batch = experiment.draw(step)
      try {
        const now = measure(session, batch)
        losses.push(now.loss)
        accuracyPct = now.accuracyPct
        if (until?.(now.loss, accuracyPct)) {
          solvedAt = step
          break
        }
        if (step < steps && Number.isFinite(now.loss)) takeStep(session, batch, learningRate, runner.run)
      } finally {
        tf.dispose(tensorsOf(batch))
      }
      await nextTurn()
    }
  } catch (error) {
    session.dispose()
    throw error
  } finally {
    runner.dispose()
  }
  return { losses, accuracyPct, solvedAt, session }
}

/** One step at the session's rate, or at another one. */
export function takeStep(
  session: Session,
  batch: StepBatch,
  learningRate: number | undefined,
  run: ReturnType<typeof createStepRunner>['run'] = (input) => session.step(input.batch, input.schedules, input.phase),
): void {
  const values = { ...session.schedules(0), ...(learningRate === undefined ? {} : { learningRate }) }
  const schedules = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tf.scalar(value)]))
  try {
    tf.dispose(run({ batch, schedules, phase: session.phase?.(0) ?? 'all' }) as Record<string, Scalar>)
  } finally {
    tf.dispose(schedules)
  }
}

/** Logits [B,K] as training sees them: statistics of the batch, no running ones. Belongs to the caller's tidy scope. */
export function trainingLogits({ network }: Pick<Session, 'network'>, x: Tensor4D): Tensor2D {
  const pass = { training: true }
  return network.head.forward(network.features.forward(x, pass), pass)
}

/** Loss and accuracy on a batch of the source. */
export function measure(session: Session, { source }: StepBatch): { readonly loss: number; readonly accuracyPct: number } {
  return tf.tidy(() => {
    const logits = trainingLogits(session, source.x)
    const right = tf.mean(tf.cast(tf.equal(tf.cast(tf.argMax(logits, 1), 'int32'), source.y as Tensor1D), 'float32'))
    return { loss: crossEntropy(logits, source.y).dataSync()[0], accuracyPct: 100 * right.dataSync()[0] }
  })
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'Measuring was stopped.', 'Measure again when you like; nothing was changed.')
}
