import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor2D, tf } from '../tensorflow'
import { largestDifference, numericGradientError, valueAndGradients } from '../testing/gradient-check'
import { softmaxCrossEntropy } from './softmax-cross-entropy'

const labelsOf = (rows: number, classes: number) =>
  tf.tensor1d(
    Array.from({ length: rows }, (_, row) => (row * 5 + 1) % classes),
    'int32',
  )

describe('softmax cross-entropy', () => {
  for (const [rows, classes] of [
    [1, 3],
    [5, 2],
    [4, 7],
  ]) {
    it(`softmax cross-entropy: equals tfjs's composition in value and gradient on [${rows},${classes}]`, () => {
      tf.tidy(() => {
        const logits = tf.randomNormal([rows, classes], 0, 3, 'float32', 8)
        const y = labelsOf(rows, classes)
        const composed = (given: Tensor): Tensor => tf.neg(tf.sum(tf.mul(tf.logSoftmax(given), tf.oneHot(y, classes)), 1))
        const ours = (given: Tensor): Tensor => softmaxCrossEntropy(given as Tensor2D, y)
        expect(largestDifference(valueAndGradients(ours, [logits]), valueAndGradients(composed, [logits]))).toBeLessThan(2e-6)
        expect(numericGradientError(ours, [logits])).toBeLessThan(5e-3)
      })
    })
  }
  it('softmax cross-entropy: stays finite on logits of a thousand', () => {
    tf.tidy(() => {
      const loss = softmaxCrossEntropy(tf.tensor2d([1000, -1000, 1000, -1000], [2, 2]), tf.tensor1d([0, 1], 'int32'))
      expect([...loss.dataSync()]).toEqual([0, 2000])
    })
  })
})
