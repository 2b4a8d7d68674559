/** Images that are near-copies of others: within a domain, across the sides of its split, and across the two domains. */
import type { Finding } from '@shared/domain/inspection'
import type { PreparationChange } from '@shared/domain/preparation'
import type { Side } from '@shared/domain/split'
import { contentsOf, type FindingFamily, fine, galleryLimit, type InspectedDomain, type InspectedPair, images, sidesOf } from '../finding'
import { thumbLength } from '../image-figures'
import { nearBits, nearPairs } from '../near-pairs'

/** What may remain between the thumbnails of two copies after brightness and contrast are fitted, in grey levels: a recompression
 * leaves 1 to 3, two digits drawn alike 10 and more. */
const mostResidual = 6
/** Correlation under which a low residual only means that there is little to see. */
const leastCorrelation = 0.95
/** Contrast under which an image has no structure to be compared by. */
const flat = 2 / 255

/** Two images, by their place among the source's images and, behind them, the target's. */
export interface Copy {
  readonly a: { readonly side: InspectedDomain; readonly index: number }
  readonly b: { readonly side: InspectedDomain; readonly index: number }
  readonly bits: number
  readonly exact: boolean
}

export const nearDuplicates: FindingFamily = (pair) => {
  const copies = findCopies(pair)
  return [...sidesOf(pair).flatMap((side) => [...within(side, copies), ...acrossSplit(side, copies)]), ...acrossDomains(pair, copies)]
}

/** All copies of a pair: perceptual hashes within a few bits, and thumbnails that agree. Deterministic, first image first. */
export function findCopies(pair: InspectedPair): Copy[] {
  const sides = sidesOf(pair)
  const counts = sides.map(({ figures }) => figures.count)
  const hashes = new Uint32Array(2 * counts.reduce((sum, count) => sum + count, 0))
  hashes.set(sides[0].figures.hashes)
  if (sides[1]) hashes.set(sides[1].figures.hashes, 2 * counts[0])
  const at = (place: number): Copy['a'] =>
    place < counts[0] ? { side: sides[0], index: place } : { side: sides[1], index: place - counts[0] }
  const structured = (place: number): boolean => {
    const { side, index } = at(place)
    return side.figures.contrast[index] >= flat
  }
  return nearPairs(hashes, structured).flatMap(({ a: first, b: second, bits }) => {
    const [a, b] = [at(first), at(second)]
    const exact = a.side.domain.contentHashes[a.index] === b.side.domain.contentHashes[b.index]
    return exact || areAlike(a, b) ? [{ a, b, bits, exact }] : []
  })
}

/** Least squares of one thumbnail on the other, either way round. */
function areAlike(a: Copy['a'], b: Copy['b']): boolean {
  const [x, y] = [a, b].map(({ side, index }) => side.figures.thumbs.subarray(index * thumbLength, (index + 1) * thumbLength))
  let [sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0]
  for (let i = 0; i < thumbLength; i++) {
    sumX += x[i]
    sumY += y[i]
    sumXX += x[i] * x[i]
    sumYY += y[i] * y[i]
    sumXY += x[i] * y[i]
  }
  const [varianceX, varianceY] = [sumXX - sumX ** 2 / thumbLength, sumYY - sumY ** 2 / thumbLength]
  if (varianceX <= 0 || varianceY <= 0) return false
  const correlation = (sumXY - (sumX * sumY) / thumbLength) / Math.sqrt(varianceX * varianceY)
  const residual = Math.sqrt(((1 - correlation ** 2) * Math.max(varianceX, varianceY)) / thumbLength)
  return correlation >= leastCorrelation && residual <= mostResidual
}

function within(side: InspectedDomain, copies: readonly Copy[]): Finding[] {
  const { role, figures } = side
  const own = copies.filter(({ a, b }) => a.side === side && b.side === side)
  if (own.length === 0) {
    return [
      fine({
        code: 'near-duplicates',
        role,
        title: `No near-duplicates (${role})`,
        message: `No two of ${images(figures.count)} are within ${nearBits} bits of 64.`,
      }),
    ]
  }
  const extra = [...new Set(own.map(({ b }) => b.index))]
  return [
    {
      code: 'near-duplicates',
      severity: 'look',
      role,
      title: `${images(extra.length)} ${extra.length === 1 ? 'is a near-copy' : 'are near-copies'} of others (${role})`,
      message: `${own.length === 1 ? '1 pair' : `${own.length.toLocaleString('en-US')} pairs`} of ${role} images ${own.length === 1 ? 'is' : 'are'} within ${nearBits} bits of 64, ${own.filter(({ exact }) => exact).length.toLocaleString('en-US')} of them identical.`,
      why: 'Copies weigh more than other images, and make figures look better where they fall on both sides of a split.',
      fix: { label: `Exclude ${extra.length}`, change: { kind: 'prepare', [role]: oneOfEach(side, own) } },
      gallery: gallery(own),
    },
  ]
}

/** The later image of each pair is left out: by its content where that is its own, as a copy where it is the first one's. */
function oneOfEach(side: InspectedDomain, own: readonly Copy[]): PreparationChange {
  const near = contentsOf(
    side,
    own.flatMap(({ b, exact }) => (exact ? [] : [b.index])),
  )
  return { ...(near.length > 0 ? { exclude: near } : {}), ...(own.some(({ exact }) => exact) ? { copies: 'one' as const } : {}) }
}

function acrossSplit(side: InspectedDomain, copies: readonly Copy[]): Finding[] {
  const { role, domain, split } = side
  if (split.test.length === 0) return []
  const sideOf = new Map<number, Side>()
  for (const name of ['train', 'validation', 'test'] as const) for (const index of split[name]) sideOf.set(index, name)
  const leaks = copies.filter(({ a, b }) => a.side === side && b.side === side && sideOf.get(a.index) !== sideOf.get(b.index))
  if (leaks.length === 0) {
    return [
      fine({
        code: 'split-leak',
        role,
        title: `No leak between the splits (${role})`,
        message: 'No test image is a near-copy of a training image.',
      }),
    ]
  }
  const heldOut = leaks.map(({ a, b }) => (sideOf.get(a.index) === 'train' ? b.index : a.index))
  const contents = contentsOf(side, heldOut)
  return [
    {
      code: 'split-leak',
      severity: 'alarm',
      role,
      title: `${images(contents.length)} ${contents.length === 1 ? 'leaks' : 'leak'} between splits (${role})`,
      message: `Near-duplicates of training images are held out in the ${role}${domain.summary.ownSplit ? ', as your own folders or list say' : ''}: distance ≤ ${nearBits} bits of 64.`,
      why: 'The model is tested on pictures it was trained on, so accuracy comes out too high.',
      fix: { label: `Exclude ${contents.length}`, change: { kind: 'prepare', [role]: { exclude: contents } } },
      gallery: gallery(leaks),
    },
  ]
}

function acrossDomains({ target }: InspectedPair, copies: readonly Copy[]): Finding[] {
  if (target === null) return []
  const shared = copies.filter(({ a, b }) => a.side !== b.side)
  if (shared.length === 0)
    return [fine({ code: 'domain-leak', title: 'No image in both domains', message: 'No target image is a near-copy of a source image.' })]
  const contents = contentsOf(
    target,
    shared.map(({ a, b }) => (a.side === target ? a.index : b.index)),
  )
  const all = contents.length === new Set(target.domain.contentHashes).size
  return [
    {
      code: 'domain-leak',
      severity: 'alarm',
      role: 'target',
      title: `${images(contents.length)} ${contents.length === 1 ? 'is' : 'are'} in both domains`,
      message: `${images(contents.length)} of the target ${contents.length === 1 ? 'is a near-copy' : 'are near-copies'} of source images: distance ≤ ${nearBits} bits of 64.`,
      why: all
        ? 'The domains are the same, so there is nothing to adapt to.'
        : "The network learns them with labels from the source, so the target's figures come out too high.",
      fix: all ? null : { label: `Exclude ${contents.length}`, change: { kind: 'prepare', target: { exclude: contents } } },
      gallery: gallery(shared),
    },
  ]
}

function gallery(copies: readonly Copy[]): Finding['gallery'] {
  return copies.slice(0, galleryLimit).map(({ a, b, bits, exact }) => ({
    images: [a, b].map(({ side, index }) => ({ role: side.role, index })),
    note: exact ? 'identical' : `${bits} bits`,
  }))
}
