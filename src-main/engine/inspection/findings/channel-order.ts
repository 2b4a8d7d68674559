/** The preprocessing-mismatch alarm for channel order: red and blue exchanged, as some libraries write them. */
import { type FindingFamily, fine } from '../finding'
import { histogramDistance } from '../order-statistics'

/** Distance of the colour histograms that is worth an alarm, and the part of it that an exchange must leave at most. */
const apart = 0.05
const mended = 0.4

export const channelOrder: FindingFamily = ({ source, target }) => {
  if (target === null || source.figures.count === 0 || target.figures.count === 0) return []
  const [red, , blue] = source.figures.histograms
  const [otherRed, , otherBlue] = target.figures.histograms
  const before = histogramDistance(red, otherRed) + histogramDistance(blue, otherBlue)
  const after = histogramDistance(red, otherBlue) + histogramDistance(blue, otherRed)
  if (before < apart || after > mended * before) {
    const message = `Exchanging red and blue would ${after < before ? 'not bring the domains clearly nearer' : 'take the domains apart'}: distance ${before.toFixed(3)} now, ${after.toFixed(3)} then.`
    return [fine({ code: 'channel-order', title: 'Channel order agrees', message })]
  }
  return [
    {
      code: 'channel-order',
      severity: 'alarm',
      role: 'target',
      title: 'Red and blue look exchanged',
      message: `With red and blue exchanged, the target's colours come ${(before / Math.max(1e-6, after)).toFixed(1)} times nearer to the source's (distance ${before.toFixed(3)} → ${after.toFixed(3)}).`,
      why: 'Files written from BGR arrays look plausible and have every colour wrong.',
      fix: {
        label: 'Exchange red and blue',
        change: { kind: 'prepare', target: { channelOrder: target.domain.preparation.channelOrder === 'bgr' ? 'rgb' : 'bgr' } },
      },
      gallery: [],
    },
  ]
}
