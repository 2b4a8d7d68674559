/** Whether the first layer sees values around zero of about unit size. */
import { type GateDefinition, untilMeasured } from '../gate'

const limits = { mean: 0.5, least: 0.2, most: 5 } as const

export const inputsNormalised: GateDefinition = {
  id: 'inputs-normalised',
  stage: 'architecture',
  title: 'Inputs normalised',
  question: 'Does the network see values around zero of about unit size?',
  measures: 'mean and deviation of the pixels before and after normalisation',
  expected: `a mean within ±${limits.mean}, a deviation from ${limits.least} to ${limits.most}`,
  judge({ checks }) {
    if (!checks) return untilMeasured()
    const { rawMean, rawDeviation, mean, deviation } = checks.input
    const fine = Math.abs(mean) <= limits.mean && deviation >= limits.least && deviation <= limits.most
    return {
      state: fine ? 'pass' : 'fail',
      value: `${mean.toFixed(2)} ± ${deviation.toFixed(2)}`,
      evidence: `Pixels have a mean of ${rawMean.toFixed(2)} and a deviation of ${rawDeviation.toFixed(2)}; the first layer sees ${mean.toFixed(2)} and ${deviation.toFixed(2)}.${fine ? '' : ' Images that hardly vary, or a range that was mistaken, leave it like this.'}`,
      figures: { mean, deviation, rawMean, rawDeviation },
      remedy: fine ? null : { label: 'Look at the pixel ranges', does: { kind: 'open', stage: 'data' } },
    }
  },
}
