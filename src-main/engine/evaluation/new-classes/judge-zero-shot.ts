/** Classes recognised by their attributes alone: among those never trained on, and among all. */
import type { Share, ZeroShotFigures } from '@shared/domain/new-classes'
import { wilsonInterval } from '../wilson-interval'

/** Predicted attributes of images of known classes. */
export interface CodedImages {
  /** [count,A] row-major, in [0,1]. */
  readonly attributes: Float32Array
  /** [count] class names. */
  readonly classes: readonly string[]
}

export interface ZeroShotParts {
  /** Held-out images of classes that were trained on. */
  readonly seen: CodedImages
  /** Images of classes that were not. */
  readonly unseen: CodedImages
  /** Attributes of every class, in [0,1]. */
  readonly codes: Readonly<Record<string, readonly number[]>>
  readonly seenClasses: readonly string[]
  readonly unseenClasses: readonly string[]
}

/** Both parts hold at least one image. Intervals: 95 %, Wilson, over images. */
export function judgeZeroShot({ seen, unseen, codes, seenClasses, unseenClasses }: ZeroShotParts): ZeroShotFigures {
  const all = [...seenClasses, ...unseenClasses]
  const among = { seen: shareRight(seen, all, codes), unseen: shareRight(unseen, all, codes) }
  const sum = among.seen.pct + among.unseen.pct
  return {
    seenClasses: [...seenClasses],
    unseenClasses: [...unseenClasses],
    unseen: shareRight(unseen, unseenClasses, codes),
    chancePct: 100 / unseenClasses.length,
    generalized: { ...among, harmonicPct: sum === 0 ? 0 : (2 * among.seen.pct * among.unseen.pct) / sum },
  }
}

/** Name of the class whose code is nearest, the first of equals. row [A]. */
export function nearestCode(row: ArrayLike<number>, candidates: readonly string[], codes: ZeroShotParts['codes']): string {
  const distances = candidates.map((name) => codes[name].reduce((sum, value, at) => sum + (row[at] - value) ** 2, 0))
  return candidates[distances.indexOf(Math.min(...distances))]
}

function shareRight({ attributes, classes }: CodedImages, candidates: readonly string[], codes: ZeroShotParts['codes']): Share {
  const width = attributes.length / classes.length
  const right = classes.filter((name, row) => nearestCode(attributes.subarray(row * width, (row + 1) * width), candidates, codes) === name)
  const { low, high } = wilsonInterval(right.length, classes.length)
  return { pct: (100 * right.length) / classes.length, lowPct: 100 * low, highPct: 100 * high }
}
