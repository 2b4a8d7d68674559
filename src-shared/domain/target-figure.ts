/** What a trial reached on the target: over the classes that were learnt, or over those that were not where it was to meet new ones. */
import type { TrialResult } from './run'

export interface TargetFigure {
  readonly pct: number
  /** Half width of its 95 % interval over episodes or images; null where the interval is over seeds. */
  readonly halfPct: number | null
}

/** Null where the target has no labels. */
export function targetFigureOf({
  fewShot,
  zeroShot,
  lastCheckpoint,
}: Pick<TrialResult, 'fewShot' | 'zeroShot' | 'lastCheckpoint'>): TargetFigure | null {
  if (fewShot !== undefined) return { pct: fewShot.accuracy.meanPct, halfPct: fewShot.accuracy.ci95Pct }
  if (zeroShot !== undefined) {
    const { pct, lowPct, highPct } = zeroShot.unseen
    return { pct, halfPct: (highPct - lowPct) / 2 }
  }
  const { targetAccuracyPct } = lastCheckpoint
  return targetAccuracyPct === null ? null : { pct: targetAccuracyPct, halfPct: null }
}
