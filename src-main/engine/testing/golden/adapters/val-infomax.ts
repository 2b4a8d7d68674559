/** The InfoMax validator and its two terms. */
import { entropyScore } from '../../../evaluation/validators/entropy'
import { infomaxScore } from '../../../evaluation/validators/infomax'
import { softmaxRows } from '../../../evaluation/validators/softmax'
import { defineGoldenAdapter } from '../golden-adapter'

export const valInfomax = defineGoldenAdapter({
  name: 'val-infomax',
  run(inputs) {
    const classes = inputs.shape('logits')[1]
    const probabilities = softmaxRows(Float32Array.from(inputs.numbers('logits')), classes)
    const score = infomaxScore(probabilities, classes)
    const entropy = entropyScore(probabilities, classes)
    return { values: { score, entropy_score: entropy, diversity_score: score - entropy } }
  },
})
