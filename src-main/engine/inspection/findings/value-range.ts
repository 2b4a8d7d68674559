/** The preprocessing-mismatch alarm for value ranges: one domain fills 0 to 255, the other a small part of it. */
import type { Finding } from '@shared/domain/inspection'
import { type FindingFamily, fine, type InspectedDomain } from '../finding'
import { histogramQuantile } from '../order-statistics'

/** Part of the other domain's range below which a range counts as mistaken rather than dim. */
const narrow = 0.5

interface Range {
  readonly low: number
  readonly high: number
}

export const valueRange: FindingFamily = ({ source, target }) => {
  if (target === null || source.figures.count === 0 || target.figures.count === 0) return []
  const ranges = [source, target].map(rangeOf)
  const words = `Source values run ${said(ranges[0])}, target ${said(ranges[1])}, from the 0.1th to the 99.9th percentile of all pixels.`
  const spans = ranges.map(({ low, high }) => high - low)
  const [small, large] = spans[0] < spans[1] ? [0, 1] : [1, 0]
  if (spans[large] === 0 || spans[small] >= narrow * spans[large])
    return [fine({ code: 'value-range', title: 'Pixel ranges agree', message: words })]
  const side = [source, target][small]
  return [
    {
      code: 'value-range',
      severity: 'alarm',
      role: side.role,
      title: 'Pixel ranges differ',
      message: words,
      why: 'Trained like this, any method mostly learns the scale. The fix is kept in the study; your files stay as they are.',
      fix: {
        label: `Scale the ${side.role} to ${said(ranges[large])}`,
        change: { kind: 'prepare', [side.role]: { levels: stretch(side, ranges[small], ranges[large]) } },
      },
      gallery: [],
    } satisfies Finding,
  ]
}

function rangeOf({ figures }: InspectedDomain): Range {
  return { low: histogramQuantile(figures.histograms[3], 0.001), high: histogramQuantile(figures.histograms[3], 0.999) }
}

function said({ low, high }: Range): string {
  return `${low}–${high}`
}

/** Levels that bring one range onto another, after those the side has already. */
function stretch({ domain }: InspectedDomain, from: Range, to: Range): { gain: number[]; offset: number[] } {
  const gain = (to.high - to.low) / Math.max(1, from.high - from.low)
  const offset = (to.low - from.low * gain) / 255
  const before = domain.preparation.levels ?? { gain: [1, 1, 1], offset: [0, 0, 0] }
  return { gain: before.gain.map((value) => value * gain), offset: before.offset.map((value) => value * gain + offset) }
}
