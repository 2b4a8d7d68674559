/** What trials reached on the target: over the classes that were learnt, or over those that were not where they were to meet new ones. */
import type { TrialResult } from './run'
import { type Interval, tInterval } from './t-interval'

type Figures = Pick<TrialResult, 'fewShot' | 'zeroShot' | 'lastCheckpoint'>

/** In percent; null where the target has no labels. */
export function targetFigureOf({ fewShot, zeroShot, lastCheckpoint }: Figures): number | null {
  return fewShot?.accuracy.meanPct ?? zeroShot?.unseen.pct ?? lastCheckpoint.targetAccuracyPct
}

/** Mean and 95 % t-interval over the seeds of one method; null where the target has no labels. */
export function targetIntervalOf(trials: readonly Figures[]): Interval | null {
  const figures = trials.map(targetFigureOf).filter((value) => value !== null)
  return figures.length === 0 ? null : tInterval(figures)
}
