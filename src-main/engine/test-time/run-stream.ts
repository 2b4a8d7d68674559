/** The loop over a stream: predict, then update; beside it the source model answers the same images. Labels have no part in it. */

import { AppError } from '@shared/contract/failure'
import type { StreamPlan } from '@shared/domain/stream'
import type { Tensor4D } from '../backend/tensorflow'
import { nextTurn } from '../training/next-turn'
import { answerBatch, type BatchAnswer } from './answer-batch'
import { createCollapseGuard } from './collapse-guard'
import type { StreamSession } from './stream-method'
import type { StreamBatch, StreamItem } from './stream-order'

export interface StreamRun {
  readonly session: StreamSession
  /**
   * Class ids [items] of the source model left alone: from a network of its own, since the session changes its in place.
   * x [n,H,W,3] holds the items last, after what a sliding window looks back at.
   */
  readonly sourceOf: (items: readonly StreamItem[], x: Tensor4D) => Int32Array
  readonly batches: readonly StreamBatch[]
  readonly classes: number
  readonly plan: Pick<StreamPlan, 'window' | 'guard'>
  /** Images of the items [n,H,W,3] in [0,1]; the loop disposes them. */
  imagesOf(items: readonly StreamItem[]): Tensor4D
  readonly signal: AbortSignal
  onBatch?(report: BatchReport): void
}

export interface BatchReport extends BatchAnswer {
  readonly batch: number
  readonly batches: number
  readonly items: readonly StreamItem[]
  /** [n] class ids of the source model. */
  readonly source: Int32Array
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
    const source = run.sourceOf(items, x)
    const startedMs = performance.now()
    const answer = answerBatch(session, x, { classes, count: items.length })
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
