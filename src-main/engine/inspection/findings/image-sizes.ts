/** Sizes and aspect ratios: what squashing to a square does to the objects in the images. */
import type { Crop } from '@shared/domain/preparation'
import { type FindingFamily, fine, sidesOf } from '../finding'
import { median, quantile } from '../order-statistics'

/** Ratio of the median aspect ratios from which on both sides are squashed differently. */
const aspectLimit = 1.25
/** Part of a side's images that must have about the median aspect ratio for one crop to suit them all. */
const uniform = 0.8

export const imageSizes: FindingFamily = (pair) => {
  const sides = sidesOf(pair).filter(({ figures }) => figures.count > 0)
  const described = sides.map((side) => ({ side, aspect: median(side.figures.aspectRatio), spread: spreadOf(side.figures.aspectRatio) }))
  const words = described
    .map(({ side, aspect, spread }) => {
      const [first] = side.domain.summary.sizes
      return `${side.role}: ${first.width} × ${first.height} most often, width ÷ height ${aspect.toFixed(2)}${spread > 1.1 ? ` (half of them within a factor of ${spread.toFixed(2)})` : ''}`
    })
    .join('; ')
  const message = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
  const [source, target] = described
  const ratio = target ? target.aspect / source.aspect : 1
  if (Math.max(ratio, 1 / ratio) < aspectLimit) {
    const odd = described.find(({ spread }) => spread > 1.5)
    if (odd === undefined) return [fine({ code: 'image-sizes', title: 'Sizes and aspect ratios agree', message })]
    return [
      {
        code: 'image-sizes',
        severity: 'look',
        role: odd.side.role,
        title: `Aspect ratios vary (${odd.side.role})`,
        message,
        why: 'Every image is squashed to a square, so objects are stretched by different amounts.',
        fix: null,
        gallery: [],
      },
    ]
  }
  const wide = ratio > 1 ? target : source
  const narrow = ratio > 1 ? source : target
  const part = (1 - narrow.aspect / wide.aspect) / 2
  const alike =
    wide.side.figures.aspectRatio.filter((aspect) => Math.abs(Math.log(aspect / wide.aspect)) < 0.05).length / wide.side.figures.count
  const crop: Crop = { left: round(part), right: round(part), top: 0, bottom: 0 }
  const croppable = alike >= uniform && part <= 0.45 && wide.side.domain.preparation.crop === null
  return [
    {
      code: 'image-sizes',
      severity: 'look',
      role: null,
      title: 'The domains are squashed differently',
      message,
      why: 'Both become squares, so what is round in one domain is oval in the other: a shift that comes from the import alone.',
      fix: croppable
        ? {
            label: `Crop the ${wide.side.role}`,
            change: { kind: 'prepare', [wide.side.role]: { crop } },
          }
        : null,
      gallery: [],
    },
  ]
}

function spreadOf(values: ArrayLike<number>): number {
  return quantile(values, 0.75) / Math.max(1e-6, quantile(values, 0.25))
}

function round(part: number): number {
  return Math.round(part * 1000) / 1000
}
