/** Whether the network can learn a handful of images by heart: what cannot do that cannot learn anything. */
import { type GateDefinition, untilMeasured } from '../gate'

export const overfitsOneBatch: GateDefinition = {
  id: 'overfits-one-batch',
  stage: 'architecture',
  title: 'Overfit one batch',
  question: 'Can the network learn one small batch by heart?',
  measures: 'loss and accuracy on one batch that is trained on again and again, nothing holding it back',
  expected: 'every image right and a loss near zero',
  judge({ checks }) {
    if (!checks) return untilMeasured()
    const { losses, accuracyPct, solvedAt, images, tests, remedy } = checks.fit
    const last = losses[losses.length - 1]
    const figures = { loss: last, accuracyPct, steps: losses.length - 1, images }
    if (solvedAt !== null) {
      return {
        state: 'pass',
        value: `loss ${last.toFixed(3)} in ${solvedAt} steps`,
        evidence: `${images} images were learnt by heart in ${solvedAt} steps, to a loss of ${last.toFixed(3)}.`,
        figures,
      }
    }
    const cause = tests.find(({ outcome }) => outcome === 'cause')
    return {
      state: 'fail',
      value: cause ? cause.title.toLowerCase() : `loss ${last.toFixed(2)} after ${losses.length - 1} steps`,
      evidence: `${images} images were not learnt in ${losses.length - 1} steps: loss ${last.toFixed(2)}, ${accuracyPct.toFixed(0)} % right. ${
        cause ? cause.evidence : 'None of the tests names a cause; the network may be too small for these images.'
      }`,
      figures,
      remedy,
    }
  },
}
