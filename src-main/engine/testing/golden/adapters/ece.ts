/** The calibration error. */
import { calibration } from '../../../evaluation/calibration'
import { defineGoldenAdapter } from '../golden-adapter'

export const ece = defineGoldenAdapter({
  name: 'ece',
  leaves: { rmsce: 'not reported', brier: 'not reported', nll: 'not reported' },
  run(inputs) {
    const [count, classes] = inputs.shape('probs')
    const probabilities = inputs.numbers('probs')
    const rows = Array.from({ length: count }, (_, row) => probabilities.slice(row * classes, (row + 1) * classes))
    const confidences = rows.map((row) => Math.max(...row))
    const correct = inputs.numbers('labels').map((label, row) => Number(rows[row].indexOf(confidences[row]) === label))
    const { ece: value, mce, binCounts } = calibration(confidences, correct, inputs.param('bins'))
    return { values: { ece: value, mce, bin_counts: binCounts } }
  },
})
