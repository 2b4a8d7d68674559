/** The entropy validator. */
import { entropyScore } from '../../../evaluation/validators/entropy'
import { softmaxRows } from '../../../evaluation/validators/softmax'
import { defineGoldenAdapter } from '../golden-adapter'

export const valEntropy = defineGoldenAdapter({
  name: 'val-entropy',
  leaves: { score_skada: 'divides by the number of classes as well' },
  run(inputs) {
    const classes = inputs.shape('logits')[1]
    return { values: { score: entropyScore(softmaxRows(Float32Array.from(inputs.numbers('logits')), classes), classes) } }
  },
})
