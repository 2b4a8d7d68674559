/** Collapse: the network gives nearly every target image to one class. Seen from predictions alone; no label is needed. */
import type { Alarm } from './alarm'

export interface CollapseEvidence {
  /** Share of target images predicted as the most frequent class, in percent, at successive checkpoints, oldest first. */
  readonly largestClassPct: readonly number[]
  /** Share of the source's largest class, in percent: what is usual in these data. */
  readonly sourceLargestPct: number
}

/** Checkpoints in a row that must show it: one alone can be a passing state. */
const lasting = 2

/** 90 %, or half as much again as the source's largest class where that is more, at most 99 %. */
export function collapseThresholdPct(sourceLargestPct: number): number {
  return Math.min(99, Math.max(90, 1.5 * sourceLargestPct))
}

export function findCollapse({ largestClassPct, sourceLargestPct }: CollapseEvidence): Alarm | null {
  const threshold = collapseThresholdPct(sourceLargestPct)
  const recent = largestClassPct.slice(-lasting)
  if (recent.length < lasting || recent.some((share) => share < threshold)) return null
  const last = recent[lasting - 1].toFixed(0)
  return {
    kind: 'collapse',
    level: 'bad',
    text: `Collapse: ${last} % of the target images are given to one class, while the largest class of the source holds ${sourceLargestPct.toFixed(0)} %. Weaken the method's adaptation, or train with class-balanced batches.`,
  }
}
