import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor1D, tf } from '../tensorflow'
import { largestDifference, numericGradientError, valueAndGradients } from '../testing/gradient-check'
import { biasAdd } from './bias-add'

describe('bias add', () => {
  for (const shape of [
    [4, 3],
    [1, 1],
    [2, 3, 1, 5],
    [3, 5, 7, 2],
  ]) {
    it(`bias add: equals tfjs's broadcast sum in value and gradients on [${shape}]`, () => {
      tf.tidy(() => {
        const inputs = [tf.randomNormal(shape, 0, 1, 'float32', 2), tf.randomNormal([shape.at(-1) ?? 1], 0, 1, 'float32', 3)]
        const ours = (x: Tensor, bias: Tensor): Tensor => biasAdd(x, bias as Tensor1D)
        const theirs = (x: Tensor, bias: Tensor): Tensor => tf.add(x, bias)
        expect(largestDifference(valueAndGradients(ours, inputs), valueAndGradients(theirs, inputs))).toBeLessThan(1e-5)
        expect(numericGradientError(ours, inputs)).toBeLessThan(5e-3)
      })
    })
  }
})
