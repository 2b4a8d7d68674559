/** Negative transfer: adapting left the method under source-only. Known only once the report has read the labels. */
import type { RunResult } from '@shared/domain/run'
import { comparePaired } from '../paired-comparison'
import { sourceOnlyId, targetOracleId } from '../plan-trials'
import type { Alarm } from './alarm'

/** One alarm a method whose mean is under source-only's on the same seeds; `bad` where the interval of the difference leaves out zero. */
export function findNegativeTransfer(
  result: Pick<RunResult, 'runs'>,
  labelOf: (method: string) => string,
): (Alarm & { readonly method: string })[] {
  const figures = (method: string) =>
    result.runs.flatMap(({ method: own, seed, lastCheckpoint: { targetAccuracyPct: value } }) =>
      own === method && value !== null ? [{ seed, value }] : [],
    )
  const methods = [...new Set(result.runs.map(({ method }) => method))].filter((id) => id !== sourceOnlyId && id !== targetOracleId)
  return methods.flatMap((method) => {
    const over = comparePaired(figures(method), figures(sourceOnlyId))
    if (over === null || over.mean >= 0) return []
    const sure = over.halfWidth !== null && -over.mean > over.halfWidth
    const interval = over.halfWidth === null ? ' on one seed' : ` ± ${over.halfWidth.toFixed(1)} over ${over.seeds.length} seeds`
    return [
      {
        kind: 'negative-transfer',
        method,
        level: sure ? 'bad' : 'warn',
        text: `Negative transfer: ${labelOf(method)} is ${(-over.mean).toFixed(1)} points under source-only (${interval.trim()}). ${sure ? 'Take source-only, or another method.' : 'The interval holds zero, so more seeds would tell; nothing speaks for adapting yet.'}`,
      } as const,
    ]
  })
}
