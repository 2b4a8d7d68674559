/** The nuclear norm of the predictions as a score. */
import { bnmScore, singularValues } from '../../../evaluation/validators/bnm'
import { softmaxRows } from '../../../evaluation/validators/softmax'
import { defineGoldenAdapter } from '../golden-adapter'

export const valBnm = defineGoldenAdapter({
  name: 'val-bnm',
  leaves: { loss: 'a validator is not trained on: the loss is the negative of the score' },
  run(inputs) {
    const [count, classes] = inputs.shape('logits')
    const probabilities = softmaxRows(Float32Array.from(inputs.numbers('logits')), classes)
    const values = singularValues(probabilities, classes).subarray(0, Math.min(count, classes))
    return { values: { score: bnmScore(probabilities, classes), singular_values: values } }
  },
})
