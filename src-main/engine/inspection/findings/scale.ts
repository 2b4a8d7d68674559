/** The preprocessing-mismatch alarm for scale: enlarged images on one side, or objects that fill their images by different parts. */
import type { Finding } from '@shared/domain/inspection'
import type { Crop } from '@shared/domain/preparation'
import { type FindingFamily, fine, type InspectedDomain, type InspectedPair } from '../finding'
import { median } from '../order-statistics'

/** Ratio of the parts that objects fill from which on their scales differ. */
const extentLimit = 1.25
/** Part of the images that must show an object on a plain ground for its extent to mean anything. */
const most = 0.8
/** Ratio of image size to a domain's own size from which on its images are enlarged for real. */
const enlarged = 1.5

export const scale: FindingFamily = (pair) => {
  const found = [...enlargedSide(pair), ...objectScale(pair)]
  return found.length > 0
    ? found
    : [fine({ code: 'scale', title: 'Scales agree', message: 'Neither side is enlarged more than the other.' })]
}

/** Images of one side are blown up while the other's are shrunk: one blurred, one sharp, by import alone. */
function enlargedSide({ source, target }: InspectedPair): Finding[] {
  if (target === null || source.figures.count === 0 || target.figures.count === 0) return []
  const size = source.domain.summary.imageSize
  const sides = [source, target].map((side) => median(side.domain.marks.map(({ width, height }) => Math.min(width, height))))
  const [small, large] = sides[0] < sides[1] ? [0, 1] : [1, 0]
  if (size < enlarged * sides[small] || sides[large] < size) return []
  const role = [source, target][small].role
  const fitting = Math.max(8, Math.round(sides[small]))
  return [
    {
      code: 'scale',
      severity: 'alarm',
      role,
      title: `The ${role} images are enlarged`,
      message: `Images of the ${role} are ${sides[small]} px high or wide, those of the other side ${sides[large]} px; both become ${size} px.`,
      why: 'Enlarged images are blurred and shrunk ones sharp, which tells the domains apart whatever they show.',
      fix: { label: `Use ${fitting} px`, change: { kind: 'image-size', imageSize: fitting } },
      gallery: [],
    },
  ]
}

/** Objects on a plain ground that fill different parts of their images, as digits with and without a margin. */
function objectScale({ source, target }: InspectedPair): Finding[] {
  if (target === null) return []
  const [a, b] = [extentOf(source), extentOf(target)]
  if (a === null || b === null) return []
  const ratio = Math.max(a.extent / b.extent, b.extent / a.extent)
  if (ratio < extentLimit) return []
  const [loose, tight] = a.extent < b.extent ? [a, b] : [b, a]
  if (loose.side.domain.preparation.crop !== null) return []
  const cut = Math.round(((1 - loose.extent / tight.extent) / 2) * 1000) / 1000
  const crop: Crop = { left: cut, top: cut, right: cut, bottom: cut }
  const percent = (part: number): string => `${Math.round(100 * part)} %`
  return [
    {
      code: 'scale',
      severity: 'alarm',
      role: loose.side.role,
      title: 'Objects have different sizes',
      message: `Objects fill ${percent(loose.extent)} of the ${loose.side.role} images' side and ${percent(tight.extent)} in the other domain.`,
      why: 'A margin that only one domain has is a shift of the import, not of the objects.',
      fix: cut > 0.45 ? null : { label: `Crop the ${loose.side.role}`, change: { kind: 'prepare', [loose.side.role]: { crop } } },
      gallery: [],
    },
  ]
}

/** Median of the larger of an object's width and height, as a part of the image; null where the ground is seldom plain. */
function extentOf(side: InspectedDomain): { readonly side: InspectedDomain; readonly extent: number } | null {
  const plain = side.figures.frames.filter(({ flat, framed }) => flat && !framed)
  if (side.figures.count === 0 || plain.length < most * side.figures.count) return null
  const extents = plain.map(({ margins: [left, top, right, bottom] }) => Math.max(1 - left - right, 1 - top - bottom))
  return { side, extent: Math.max(0.05, median(extents)) }
}
