/** The difference of two runs over the seeds they share, with its 95 % t-interval: is it real? */
import type { TrialResult } from '@shared/domain/run'
import { signed } from '@shared/domain/signed-figure'
import { tInterval } from '@shared/domain/t-interval'
import { targetFigureOf } from '@shared/domain/target-figure'

export interface PairedDifference {
  /** Mean of B − A over shared seeds, in points. */
  readonly meanPoints: number
  /** Half width of its 95 % interval; null with one shared seed. */
  readonly halfPoints: number | null
  readonly seeds: readonly number[]
}

/** Target accuracy of B minus A by seed; null when they share no seed or the target has no labels. */
export function pairedDifference(a: readonly TrialResult[], b: readonly TrialResult[]): PairedDifference | null {
  const bySeed = new Map(b.map((trial) => [trial.seed, targetFigureOf(trial)]))
  const pairs = a.flatMap((trial) => {
    const first = targetFigureOf(trial)
    const second = bySeed.get(trial.seed)
    return first === null || second === null || second === undefined ? [] : [{ seed: trial.seed, points: second - first }]
  })
  if (pairs.length === 0) return null
  const { mean, halfWidth } = tInterval(pairs.map(({ points }) => points))
  return { meanPoints: mean, halfPoints: halfWidth, seeds: pairs.map(({ seed }) => seed) }
}

/** "B − A: +2.9 ± 6.4 points over 3 shared seeds. The interval holds zero: no difference shown." */
export function describeDifference(difference: PairedDifference | null): string {
  if (!difference) return 'The two runs share no seed, so their difference has no paired interval.'
  const { meanPoints, halfPoints, seeds } = difference
  const mean = signed(meanPoints)
  if (halfPoints === null) return `B − A: ${mean} points on the one seed they share. One seed shows no difference; run at least three.`
  const verdict = Math.abs(meanPoints) > halfPoints ? 'The interval leaves out zero.' : 'The interval holds zero: no difference shown.'
  return `B − A: ${mean} ± ${halfPoints.toFixed(1)} points over ${seeds.length} shared seeds. ${verdict}`
}
