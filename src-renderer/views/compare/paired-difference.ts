/** The difference of two runs over the seeds they share, with its 95 % t-interval: is it real? */
import type { TrialResult } from '@shared/domain/run'
import { targetFigureOf } from '@shared/domain/target-figure'

export interface PairedDifference {
  /** Mean of B − A over shared seeds, in points. */
  readonly meanPoints: number
  /** Half width of its 95 % interval; null with one shared seed. */
  readonly halfPoints: number | null
  readonly seeds: readonly number[]
}

/** Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom. */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086,
  2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
]

/** Target accuracy of B minus A by seed; null when they share no seed or the target has no labels. */
export function pairedDifference(a: readonly TrialResult[], b: readonly TrialResult[]): PairedDifference | null {
  const bySeed = new Map(b.map((trial) => [trial.seed, targetFigureOf(trial)?.pct ?? null]))
  const pairs = a.flatMap((trial) => {
    const first = targetFigureOf(trial)?.pct ?? null
    const second = bySeed.get(trial.seed)
    return first === null || second === null || second === undefined ? [] : [{ seed: trial.seed, points: second - first }]
  })
  if (pairs.length === 0) return null
  const meanPoints = pairs.reduce((sum, pair) => sum + pair.points, 0) / pairs.length
  const seeds = pairs.map((pair) => pair.seed)
  if (pairs.length === 1) return { meanPoints, halfPoints: null, seeds }
  const variance = pairs.reduce((sum, pair) => sum + (pair.points - meanPoints) ** 2, 0) / (pairs.length - 1)
  const t = quantiles[pairs.length - 2] ?? 1.96
  return { meanPoints, halfPoints: t * Math.sqrt(variance / pairs.length), seeds }
}

/** "B − A: +2.9 ± 6.4 points over 3 shared seeds. The interval holds zero: no difference shown." */
export function describeDifference(difference: PairedDifference | null): string {
  if (!difference) return 'The two runs share no seed, so their difference has no paired interval.'
  const { meanPoints, halfPoints, seeds } = difference
  const sign = meanPoints < 0 ? '−' : '+'
  const mean = `${sign}${Math.abs(meanPoints).toFixed(1)}`
  if (halfPoints === null) return `B − A: ${mean} points on the one seed they share. One seed shows no difference; run at least three.`
  const verdict = Math.abs(meanPoints) > halfPoints ? 'The interval leaves out zero.' : 'The interval holds zero: no difference shown.'
  return `B − A: ${mean} ± ${halfPoints.toFixed(1)} points over ${seeds.length} shared seeds. ${verdict}`
}
