/** The preprocessing-mismatch alarm for borders: a frame around the images of a domain, from a scanner, a letterbox or padding. */
import type { Finding } from '@shared/domain/inspection'
import type { Crop } from '@shared/domain/preparation'
import { type FindingFamily, fine, type InspectedDomain, sidesOf } from '../finding'
import { median } from '../order-statistics'

/** Part of a domain's images that must be framed for it to count as a matter of the domain. */
const most = 0.6
/** Thinnest frame, as a part of width or height. */
const thinnest = 0.02

export const border: FindingFamily = (pair) => {
  const found = sidesOf(pair).flatMap((side) => framedSide(side))
  return found.length > 0 ? found : [fine({ code: 'border', title: 'No frames', message: 'No frame runs around the images.' })]
}

function framedSide(side: InspectedDomain): Finding[] {
  const { figures, role, domain } = side
  const framed = figures.frames.flatMap((frame, index) =>
    frame.framed && Math.max(...frame.margins) >= thinnest ? [{ frame, index }] : [],
  )
  const part = framed.length / Math.max(1, figures.count)
  if (part < most || domain.preparation.crop !== null) return []
  const size = domain.summary.imageSize
  const [left, top, right, bottom] = [0, 1, 2, 3].map((edge) => {
    const margin = median(framed.map(({ frame }) => frame.margins[edge]))
    // The row next to a frame mixes it with the image, since both were shrunk together.
    return margin === 0 ? 0 : Math.min(0.45, Math.round((margin + 1 / size) * 1000) / 1000)
  })
  const crop: Crop = { left, top, right, bottom }
  const percent = (value: number): string => `${Math.round(100 * value)} %`
  return [
    {
      code: 'border',
      severity: 'alarm',
      role,
      title: `A frame around the ${role} images`,
      message: `${percent(part)} of the ${role} images have a plain frame: ${percent(left)} left, ${percent(top)} top, ${percent(right)} right, ${percent(bottom)} bottom.`,
      why: 'A frame on one side alone tells the domains apart better than anything in the pictures, and shrinks what matters.',
      fix: { label: 'Crop the frame', change: { kind: 'prepare', [role]: { crop } } },
      gallery: framed.slice(0, 12).map(({ index }) => ({ images: [{ role, index }], note: 'framed' })),
    },
  ]
}
