/** Looks for classes that are aligned to the wrong class: distances call that success, so something else must notice. */
import type { Banded, SwapSuspicion } from '@shared/domain/alignment'
import { bandOfMean } from './bootstrap'

/**
 * Without target labels the evidence is change: where an image lies now (beside which source class) against what the source-only
 * model, which nothing could draw to a wrong class, took it for. Both are [M], target images only, in the same order.
 */
export interface SwapEvidence {
  /** Class of the source images each target image lies beside. */
  readonly beside: Int32Array
  /** Class the reference model gives it. */
  readonly reference: Int32Array
  readonly classes: number
  readonly seed: number
}

export interface SwapFindings {
  readonly suspicions: readonly SwapSuspicion[]
  /** Share of all target images that take part in a suspected swap, in percent. */
  readonly swappedPct: Banded
}

/** Most of a class must have come from the other one for a link between them. */
const LEAST_SHARE = 0.5
/** Fewer images beside a class say nothing. */
const LEAST_IMAGES = 8
/** A collapse: one class holds at least this share of the target, and this much more than the reference gave it. */
const COLLAPSE_SHARE = 0.5
const COLLAPSE_GROWTH = 0.3

/**
 * Class a is linked to b ≠ a when most images now beside b were a to the reference. One link alone is what correcting the
 * reference looks like; links that close a circle (a→b→a, or longer) are what a swap looks like.
 */
export function detectSwaps({ beside, reference, classes, seed }: SwapEvidence): SwapFindings {
  const count = beside.length
  const moved = new Int32Array(classes * classes)
  const now = new Int32Array(classes)
  const before = new Int32Array(classes)
  for (let i = 0; i < count; i++) {
    moved[reference[i] * classes + beside[i]]++
    now[beside[i]]++
    before[reference[i]]++
  }
  const shareOf = (from: number, to: number): number => moved[from * classes + to] / Math.max(1, now[to])
  const nextOf = Array.from({ length: classes }, (_, from) => {
    let next: number | null = null
    for (let to = 0; to < classes; to++) {
      if (
        to !== from &&
        now[to] >= LEAST_IMAGES &&
        shareOf(from, to) > LEAST_SHARE &&
        (next === null || shareOf(from, to) > shareOf(from, next))
      )
        next = to
    }
    return next
  })
  const suspicions: SwapSuspicion[] = circles(nextOf).map((circle) => {
    const after = (index: number): number => circle[(index + 1) % circle.length]
    return {
      kind: 'swap',
      classes: circle,
      sharesPct: circle.map((id, index) => 100 * shareOf(id, after(index))),
      images: circle.reduce((sum, id, index) => sum + moved[id * classes + after(index)], 0),
    }
  })
  const swapped = new Float64Array(count)
  for (const suspicion of suspicions) {
    if (suspicion.kind !== 'swap') continue
    const { classes: circle } = suspicion
    for (let i = 0; i < count; i++) {
      const at = circle.indexOf(reference[i])
      if (at >= 0 && beside[i] === circle[(at + 1) % circle.length]) swapped[i] = 100
    }
  }
  for (let id = 0; id < classes; id++) {
    const [sharePct, referencePct] = [(100 * now[id]) / Math.max(1, count), (100 * before[id]) / Math.max(1, count)]
    if (now[id] >= LEAST_IMAGES && sharePct >= 100 * COLLAPSE_SHARE && sharePct - referencePct >= 100 * COLLAPSE_GROWTH) {
      suspicions.push({ kind: 'collapse', classId: id, sharePct, referencePct, images: now[id] })
    }
  }
  const swappedPct = count === 0 ? { value: 0, low: 0, high: 0 } : bandOfMean(swapped, { strata: new Uint8Array(count), seed })
  return { suspicions, swappedPct }
}

/** Closed walks along `nextOf`, each once, starting at its smallest class. */
function circles(nextOf: readonly (number | null)[]): number[][] {
  const found: number[][] = []
  for (let start = 0; start < nextOf.length; start++) {
    const walk = [start]
    for (let at = nextOf[start]; at !== null && at > start && !walk.includes(at); at = nextOf[at]) walk.push(at)
    if (walk.length > 1 && nextOf[walk[walk.length - 1]] === start) found.push(walk)
  }
  return found
}
