/** The preprocessing-mismatch alarm for polarity: dark on light on one side, light on dark on the other. */
import { type FindingFamily, fine, type InspectedDomain } from '../finding'
import { histogramDistance } from '../order-statistics'

/** Mean grey value of the images' edges that makes a ground dark, and that makes it light. */
const dark = 0.4
const light = 0.6
/** Distance of the grey histograms that is worth an alarm, and the part of it that inversion must leave at most. */
const apart = 0.15
const mended = 0.5

export const polarity: FindingFamily = ({ source, target }) => {
  if (target === null || source.figures.count === 0 || target.figures.count === 0) return []
  const [a, b] = [edgeOf(source), edgeOf(target)]
  const opposed = (a < dark && b > light) || (a > light && b < dark)
  const before = histogramDistance(source.figures.histograms[3], target.figures.histograms[3])
  const after = histogramDistance(source.figures.histograms[3], target.figures.histograms[3].slice().reverse())
  const words = `The ground at the images' edges is ${a.toFixed(2)} bright in the source, ${b.toFixed(2)} in the target.`
  if (!opposed || before < apart || after > mended * before) return [fine({ code: 'polarity', title: 'Polarity agrees', message: words })]
  return [
    {
      code: 'polarity',
      severity: 'alarm',
      role: 'target',
      title: 'One domain is inverted',
      message: `${words} Inverted, the target's grey values come ${(before / Math.max(1e-6, after)).toFixed(0)} times nearer to the source's.`,
      why: 'Light on dark and dark on light look like two different worlds to a network, and adaptation would be spent on it.',
      fix: {
        label: 'Invert the target',
        change: { kind: 'prepare', target: { invert: !target.domain.preparation.invert } },
      },
      gallery: [],
    },
  ]
}

function edgeOf({ figures }: InspectedDomain): number {
  return figures.frames.reduce((sum, { edge }) => sum + edge, 0) / figures.count
}
