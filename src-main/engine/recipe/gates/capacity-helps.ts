/** Whether a larger network gets the training loss lower: where it does not, something else holds it back. */
import { type GateDefinition, prepare, untilMeasured } from '../gate'

/** Part of the smallest network's loss that the set-up's network must get under. */
const limits = { pass: 0.9, warn: 1.02 } as const

export const capacityHelps: GateDefinition = {
  id: 'capacity-helps',
  stage: 'architecture',
  title: 'Capacity helps',
  question: 'Does the training loss fall when the network grows?',
  measures: 'training loss after the same steps, from a tiny network to that of the set-up',
  expected: `the largest at most ${limits.pass} of the smallest`,
  judge({ checks }) {
    if (!checks) return untilMeasured()
    const [first, last] = [checks.capacity[0], checks.capacity[checks.capacity.length - 1]]
    const part = last.loss / first.loss
    const value = checks.capacity.map(({ loss }) => loss.toFixed(2)).join(' → ')
    const evidence = `Loss after the same steps: ${checks.capacity.map(({ network, loss }) => `${network} ${loss.toFixed(2)}`).join(', ')}.`
    const figures = { smallest: first.loss, largest: last.loss }
    if (part <= limits.pass) return { state: 'pass', value, evidence, figures }
    return {
      state: part <= limits.warn ? 'warn' : 'fail',
      value,
      evidence: `${evidence} A larger network learns no faster: the rate, the labels or the inputs hold it back.`,
      figures,
      remedy: prepare('Take Adam at 0.001', { settings: { optimizer: 'adam', learningRate: 0.001 } }),
    }
  },
}
