/** The loop over a stream: predict, then update; beside it the source model answers the same images. Labels have no part in it. */

import { AppError } from '@shared/contract/failure'
import type { StreamPlan } from '@shared/domain/stream'
import { type Tensor4D, tf } from '../backend/tensorflow'
import { nextTurn } from '../training/next-turn'
import { argMaxRows } from '../training/predict'
import { createCollapseGuard } from './collapse-guard'
import type { StreamSession } from './stream-method'
import type { StreamBatch, StreamItem } from './stream-order'

export interface StreamRun {
  readonly session: StreamSession
  /** Logits of the source model left alone, [n,K] row-major: a network of its own, since the session changes its in place. */
  readonly reference: (x: Tensor4D) => Float32Array
  readonly batches: readonly StreamBatch[]
  readonly classes: number
  readonly plan: Pick<StreamPlan, 'window' | 'guard'>
  /** Images of the items [n,H,W,3] in [0,1]; the loop disposes them. */
  imagesOf(items: readonly StreamItem[]): Tensor4D
  readonly signal: AbortSignal
  onBatch?(report: BatchReport): void
}

export interface BatchReport {
  readonly batch: number
  readonly batches: number
  readonly items: readonly StreamItem[]
  /** [n] class ids. */
  readonly adapted: Int32Array
  readonly source: Int32Array
  /** Mean over the batch, in nats. */
  readonly entropy: number
  /** Mean largest probability, in [0,1]. */
  readonly confidence: number
  readonly metrics: Readonly<Record<string, number>>
  readonly event: 'reset' | 'collapse' | null
}

export interface StreamOutcome {
  readonly reports: readonly BatchReport[]
  readonly resets: number
  readonly collapses: number
  /** Time spent in the session's own work. */
  readonly seconds: number
}

/** Throws `cancelled` between two batches after an abort. The session is left as the stream's end has it. */
export async function runStream(run: StreamRun): Promise<StreamOutcome> {
  const { session, batches, classes, plan, signal } = run
  const guard = createCollapseGuard(classes)
  const reports: BatchReport[] = []
  let milliseconds = 0
  let resets = 0
  let collapses = 0
  const reset = (): void => {
    session.reset()
    guard.forget()
  }
  for (const [index, { items, resetBefore }] of batches.entries()) {
    if (signal.aborted) throw new AppError('cancelled', `The stream was stopped at batch ${index} of ${batches.length}.`, 'Start it again.')
    if (resetBefore) {
      reset()
      if (index > 0) resets += 1
    }
    const seen = items.length === 1 ? windowBefore(batches, index, plan.window) : items
    const x = run.imagesOf(seen)
    const source = argMaxRows(run.reference(x), classes).slice(-items.length)
    const startedMs = performance.now()
    const answer = answerOf(session, x, classes, items.length)
    milliseconds += performance.now() - startedMs
    x.dispose()
    const collapsed = guard.observe(answer.adapted, source)
    if (collapsed) collapses += 1
    if (collapsed && plan.guard) {
      reset()
      resets += 1
    }
    const event = collapsed ? 'collapse' : resetBefore ? 'reset' : null
    const report: BatchReport = { batch: index + 1, batches: batches.length, items, source, ...answer, event }
    reports.push(report)
    run.onBatch?.(report)
    await nextTurn()
  }
  return { reports, resets, collapses, seconds: milliseconds / 1000 }
}

/** The newest image last, with those before it since the last reset, at most `window` together. */
function windowBefore(batches: readonly StreamBatch[], index: number, window: number): StreamItem[] {
  const items: StreamItem[] = []
  for (let at = index; at >= 0 && items.length < window; at--) {
    items.unshift(...batches[at].items)
    if (batches[at].resetBefore) break
  }
  return items
}

function answerOf(session: StreamSession, x: Tensor4D, classes: number, count: number) {
  const { logits, metrics } = session.respond(x)
  const rows = logits.dataSync<'float32'>().slice(-count * classes)
  const values = Object.fromEntries(Object.entries(metrics).map(([name, scalar]) => [name, scalar.dataSync()[0]]))
  tf.dispose([logits, ...Object.values(metrics)])
  return { adapted: argMaxRows(rows, classes), ...certainty(rows, classes), metrics: values }
}

/** Mean entropy and mean largest probability of rows of logits. */
function certainty(logits: Float32Array, classes: number): { readonly entropy: number; readonly confidence: number } {
  return tf.tidy(() => {
    const logProbabilities = tf.logSoftmax(tf.tensor2d(logits, [logits.length / classes, classes]))
    const probabilities = tf.exp(logProbabilities)
    const entropy = tf.neg(tf.mean(tf.sum(tf.mul(probabilities, logProbabilities), 1)))
    return { entropy: entropy.dataSync()[0], confidence: tf.mean(tf.max(probabilities, 1)).dataSync()[0] }
  })
}
