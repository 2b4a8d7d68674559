/** Whether the channels' means and deviations differ so much that matching them is worth a try. */
import { type FindingFamily, fine } from '../finding'

/** Difference of a mean, in [0,1], and ratio of a deviation that are worth a look. */
const meanLimit = 0.12
const deviationLimit = 1.6

export const channelStatistics: FindingFamily = ({ source, target }) => {
  if (target === null || source.figures.count === 0 || target.figures.count === 0) return []
  const [a, b] = [source.domain.summary, target.domain.summary]
  const channels = [0, 1, 2]
  const shift = Math.max(...channels.map((c) => Math.abs(a.channelMean[c] - b.channelMean[c])))
  const ratio = Math.max(
    ...channels.map((c) => Math.max(a.channelStd[c] / Math.max(1e-3, b.channelStd[c]), b.channelStd[c] / Math.max(1e-3, a.channelStd[c]))),
  )
  const message = `Channel means differ by up to ${shift.toFixed(2)} of the range, deviations by a factor of up to ${ratio.toFixed(2)}.`
  if (shift < meanLimit && ratio < deviationLimit)
    return [fine({ code: 'channel-statistics', title: 'Channel statistics are near', message })]
  const before = target.domain.preparation.levels ?? { gain: [1, 1, 1], offset: [0, 0, 0] }
  const gain = channels.map((c) => a.channelStd[c] / Math.max(1e-3, b.channelStd[c]))
  const levels = {
    gain: channels.map((c) => before.gain[c] * gain[c]),
    offset: channels.map((c) => before.offset[c] * gain[c] + a.channelMean[c] - b.channelMean[c] * gain[c]),
  }
  return [
    {
      code: 'channel-statistics',
      severity: 'look',
      role: null,
      title: 'Brightness or contrast differ',
      message,
      why: 'That may be the shift you study. If it is only exposure, matching mean and deviation removes it before any training.',
      fix: { label: 'Normalise the target', change: { kind: 'prepare', target: { levels } } },
      gallery: [],
    },
  ]
}
