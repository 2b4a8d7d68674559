/** The kernels and gradients that plain tfjs calls end in, against compositions that use none of them. */
import { describe, expect, it } from 'vitest'
import { type Tensor, tf } from './tensorflow'
import { largestDifference, numericGradientError, valueAndGradients } from './testing/gradient-check'

const oddShapes = [[7], [3, 5], [2, 3, 1, 5], [1, 1]]
const normal = (shape: number[], seed: number): Tensor => tf.randomNormal(shape, 0, 2, 'float32', seed)

const one = tf.scalar(1)
/** Activations by gradients that tfjs composes of arithmetic alone. */
const activations: readonly [string, (x: Tensor) => Tensor, (x: Tensor) => Tensor][] = [
  ['relu', (x) => tf.relu(x), (x) => tf.maximum(x, 0)],
  ['relu6', (x) => tf.relu6(x), (x) => tf.minimum(tf.maximum(x, 0), 6)],
  ['sigmoid', (x) => tf.sigmoid(x), (x) => tf.div(one, tf.add(one, tf.exp(tf.neg(x))))],
  ['tanh', (x) => tf.tanh(x), (x) => tf.sub(one, tf.div(2, tf.add(one, tf.exp(tf.mul(2, x)))))],
]

describe('activation gradients', () => {
  for (const [name, ours, composed] of activations) {
    for (const shape of oddShapes) {
      it(`${name}: value and gradient equal the composition's on [${shape}]`, () => {
        tf.tidy(() => {
          const x = [normal(shape, 11)]
          expect(largestDifference(valueAndGradients(ours, x), valueAndGradients(composed, x))).toBeLessThan(2e-6)
        })
      })
    }
    it(`${name}: the gradient equals central differences away from kinks`, () => {
      tf.tidy(() => {
        expect(numericGradientError(ours, [tf.tensor2d([-2, -0.5, 0.5, 2, 1, -1, 7, 5.5], [2, 4])])).toBeLessThan(2e-3)
      })
    })
  }
  it('relu, relu6: the gradient is zero at the kinks', () => {
    tf.tidy(() => {
      expect([
        ...tf
          .grad((x) => tf.relu(x))(tf.tensor1d([0, -0, 1]))
          .dataSync(),
      ]).toEqual([0, 0, 1])
      expect([
        ...tf
          .grad((x) => tf.relu6(x))(tf.tensor1d([0, 6, 3]))
          .dataSync(),
      ]).toEqual([0, 0, 1])
    })
  })
})

describe('reduction gradients', () => {
  for (const [name, reduce] of [
    ['sum', tf.sum],
    ['mean', tf.mean],
  ] as const) {
    for (const [shape, axis] of [
      [[7], undefined],
      [[3, 5], 1],
      [
        [2, 3, 1, 5],
        [1, 2],
      ],
      [[2, 3, 4], -1],
      [[], undefined],
    ] as [number[], number | number[] | undefined][]) {
      it(`${name}: over axis ${axis} of [${shape}] its gradient equals central differences`, () => {
        tf.tidy(() => {
          expect(numericGradientError((x) => reduce(x, axis), [normal(shape, 5)])).toBeLessThan(5e-3)
          expect(numericGradientError((x) => reduce(x, axis, true), [normal(shape, 5)])).toBeLessThan(5e-3)
        })
      })
    }
  }
})

describe('matrix product', () => {
  for (const [left, right] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ]) {
    it(`matrix product: equals a sum of products, with gradients; transposed ${left}, ${right}`, () => {
      tf.tidy(() => {
        const a = normal(left ? [5, 3] : [3, 5], 1)
        const b = normal(right ? [7, 5] : [5, 7], 2)
        const ours = (x: Tensor, y: Tensor): Tensor => tf.matMul(x, y, left, right)
        const composed = (x: Tensor, y: Tensor): Tensor => {
          const rows = tf.expandDims(left ? tf.transpose(x) : x, 2)
          return tf.sum(tf.mul(rows, tf.expandDims(right ? tf.transpose(y) : y, 0)), 1)
        }
        expect(largestDifference(valueAndGradients(ours, [a, b]), valueAndGradients(composed, [a, b]))).toBeLessThan(2e-5)
      })
    })
  }
  it('matrix product: with leading dimensions it is batched, and broadcasts', () => {
    tf.tidy(() => {
      const [a, b] = [normal([2, 3, 4], 1), normal([4, 5], 2)]
      const rows = tf.unstack(a).map((one) => tf.matMul(one as never, b as never))
      expect(largestDifference([tf.matMul(a, b)], [tf.stack(rows)])).toBeLessThan(1e-5)
    })
  })
})

describe('gather', () => {
  it('gather: rows and columns by index, with the gradient summed over repeated indices', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2])
      const indices = tf.tensor1d([2, 0, 2], 'int32')
      expect([...tf.gather(x, indices).dataSync()]).toEqual([5, 6, 1, 2, 5, 6])
      expect([...tf.gather(x, tf.tensor1d([1], 'int32'), 1).dataSync()]).toEqual([2, 4, 6])
      expect([
        ...tf
          .grad((given) => tf.sum(tf.gather(given, indices)))(x)
          .dataSync(),
      ]).toEqual([1, 1, 0, 0, 2, 2])
    })
  })
  it('gather: an index outside is an error of TensorFlow', () => {
    tf.tidy(() => {
      expect(() => tf.gather(tf.tensor1d([1, 2]), tf.tensor1d([5], 'int32'))).toThrow(/not in \[0, 2\)/)
    })
  })
})
