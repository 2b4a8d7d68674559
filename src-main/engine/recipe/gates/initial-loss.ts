/** Whether the fresh network knows nothing: its loss is that of guessing. */
import { type GateDefinition, takeNormalising, untilMeasured } from '../gate'

/** Parts of −ln(1/C) by which the first loss may miss it. */
const limits = { warn: 0.25, fail: 0.6 } as const

export const initialLoss: GateDefinition = {
  id: 'initial-loss',
  stage: 'architecture',
  title: 'Initial loss',
  question: 'Does training begin at the loss of guessing?',
  measures: 'mean cross-entropy of the fresh network on source images',
  expected: '−ln(1/C), within a quarter of it',
  judge({ checks, data }) {
    if (!checks) return untilMeasured()
    const { measured, expected } = checks.initialLoss
    const off = Math.abs(measured - expected) / expected
    const value = `${measured.toFixed(2)}, expected ${expected.toFixed(2)}`
    const figures = { measured, expected }
    if (off <= limits.warn) return { state: 'pass', value, evidence: `The fresh network guesses: ${value} = −ln(1/C).`, figures }
    return {
      state: off <= limits.fail ? 'warn' : 'fail',
      value,
      evidence: `The fresh network is ${measured > expected ? 'wrong and sure of it' : 'better than it can know'}: ${value}. ${
        measured > expected ? 'Its last layer begins too large, or its inputs do.' : 'The labels reach it by another way than the images.'
      }`,
      figures,
      remedy: takeNormalising(data),
    }
  },
}
