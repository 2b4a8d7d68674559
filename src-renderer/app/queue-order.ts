/** Where runs stand in the runs sheet, and where a waiting one goes with a step. */
import type { RunRecord } from '@shared/domain/run'

/** The queue as the engine works it off, then everything else, newest first. */
export function inQueueOrder(runs: readonly RunRecord[], queue: readonly string[]): readonly RunRecord[] {
  const waiting = queue.flatMap((id) => runs.filter((run) => run.id === id))
  return [...waiting, ...runs.filter((run) => !queue.includes(run.id))]
}

/** The run before which a waiting run stands after one step up or down; undefined where it cannot move. */
export function stepBefore(queue: readonly string[], runId: string, step: 'up' | 'down'): string | null | undefined {
  const waiting = queue.slice(1)
  const at = waiting.indexOf(runId)
  if (at < 0) return undefined
  if (step === 'up') return at === 0 ? undefined : waiting[at - 1]
  return at === waiting.length - 1 ? undefined : (waiting[at + 2] ?? null)
}
