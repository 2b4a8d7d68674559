/** Rows of the interval plot: one for each method of each compared run. */
import type { RunRecord, RunResult } from '@shared/domain/run'
import { targetFigureOf, targetIntervalOf } from '@shared/domain/target-figure'
import type { IntervalRow } from '../../charts/interval/interval-rows'
import { isReference, type LabelOf } from '../../stores/describe-run'
import { formatAmount, formatDuration, formatPct } from '../../ui/format'

export interface ComparedRun {
  /** "A" or "B"; empty while one run stands alone. */
  readonly letter: string
  readonly record: RunRecord
  /** Null before the final report. */
  readonly result: RunResult | null
}

/** In the order of runs and methods; use `byMean` for best first. Without a report every row says "sealed". */
export function methodRows({ letter, record, result }: ComparedRun, labelOf: LabelOf): readonly IntervalRow[] {
  const prefix = letter ? `${letter} · ` : ''
  const methods = result ? Object.keys(result.summary) : [...new Set(record.trials.map((trial) => trial.method))]
  return methods.map((method): IntervalRow => {
    const base = { id: `${record.id}/${method}`, label: `${prefix}${labelOf(method)}`, note: note(method, record) }
    const summary = result?.summary[method]
    if (!result || !summary) return { ...base, mean: null, half: null, seeds: [], absent: 'sealed', cells: ['', ''] }
    const own = result.runs.filter((trial) => trial.method === method)
    const seconds = own.reduce((sum, trial) => sum + trial.seconds, 0)
    const over = targetIntervalOf(own)
    return {
      ...base,
      mean: over?.mean ?? null,
      half: over?.halfWidth ?? null,
      seeds: own.flatMap((trial) => {
        const value = targetFigureOf(trial)
        return value === null ? [] : [{ seed: trial.seed, value }]
      }),
      tone: tone(method, result),
      absent: 'no target labels',
      cells: [formatPct(summary.sourceMeanPct), formatDuration(seconds)],
    }
  })
}

/** Means of source-only and oracle, as named lines. With two runs the first that has them gives them. */
export function referenceLines(runs: readonly ComparedRun[]): readonly { value: number; label: string; named: boolean }[] {
  return (['source-only', 'target-oracle'] as const).flatMap((method) => {
    const value = runs.map((run) => run.result?.summary[method]?.meanPct).find((mean) => typeof mean === 'number')
    return typeof value === 'number' ? [{ value, label: method === 'source-only' ? 'source-only' : 'oracle', named: true }] : []
  })
}

/** Worse than source-only is bad; references are quiet; the rest is what the run was for. */
function tone(method: string, result: RunResult): 'focus' | 'bad' | 'quiet' {
  if (isReference(method)) return 'quiet'
  const own = result.summary[method]?.meanPct
  const reference = result.summary['source-only']?.meanPct
  return typeof own === 'number' && typeof reference === 'number' && own < reference ? 'bad' : 'focus'
}

function note(method: string, record: RunRecord): string {
  if (method === 'source-only') return 'no adaptation'
  if (method === 'target-oracle') return 'trained on target labels'
  return formatAmount(record.request.epochs, 'epoch')
}
