/** Negative transfer: adapting left the method under source-only. Known only once the report has read the labels. */
import type { RunResult } from '@shared/domain/run'
import { comparePaired } from '../paired-comparison'
import { sourceOnlyId, targetOracleId } from '../plan-trials'
import type { Alarm } from './alarm'

/** One alarm a method that is under source-only on the same seeds with an interval that leaves out zero; short of that, nothing is decided. */
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
    if (over === null || over.halfWidth === null || -over.mean <= over.halfWidth) return []
    return [
      {
        kind: 'negative-transfer',
        method,
        level: 'bad',
        text: `Negative transfer: ${labelOf(method)} is ${(-over.mean).toFixed(1)} points under source-only (± ${over.halfWidth.toFixed(1)} over ${over.seeds.length} seeds). Take source-only, or another method.`,
      } as const,
    ]
  })
}
