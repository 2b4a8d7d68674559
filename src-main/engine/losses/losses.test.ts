import { describe, expect, it } from 'vitest'
import { reverseGradient } from '../backend/ops/gradient-reversal'
import { type Scalar, type Tensor, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'
import { type GoldenTensor, goldenCases, goldenMissing, numbers, worstDeviation } from '../testing/golden'
import { crossEntropy } from './cross-entropy'
import { domainAccuracyPct, domainAdversarial } from './domain-adversarial'

const read = (scalar: Scalar): number => scalar.dataSync()[0]
const naiveLoss = (row: readonly number[], y: number): number => Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - row[y]

describe('cross-entropy', () => {
  it('cross-entropy: equals 1/B Σ −log softmax(z)[y], computed naively', () => {
    tf.tidy(() => {
      const logits = [
        [1, 2, -1],
        [0.5, 0, 3],
      ]
      const got = read(crossEntropy(tf.tensor2d(logits), tf.tensor1d([0, 2], 'int32')))
      expect(got).toBeCloseTo((naiveLoss(logits[0], 0) + naiveLoss(logits[1], 2)) / 2, 6)
    })
  })
  it('cross-entropy: equal logits give ln K', () => {
    tf.tidy(() => {
      expect(read(crossEntropy(tf.zeros([4, 7]), tf.tensor1d([0, 3, 6, 1], 'int32')))).toBeCloseTo(Math.log(7), 6)
    })
  })
  for (const one of goldenCases('label-smoothing').filter((each) => each.params?.epsilon === 0)) {
    it.skipIf(goldenMissing)(`cross-entropy: equals the reference without smoothing on ${one.tag}`, () => {
      tf.tidy(() => {
        const y = tf.tensor1d(numbers(one.inputs.y), 'int32')
        const { value, grad } = tf.valueAndGrad((logits: Tensor) => crossEntropy(logits as Tensor2D, y))(tensorOf(one.inputs.logits))
        expect(worstDeviation(value.dataSync(), numbers(one.expected.loss), 1e-4)).toBeLessThanOrEqual(1)
        if (one.grads) expect(worstDeviation(grad.dataSync(), numbers(one.grads.logits), 1e-3)).toBeLessThanOrEqual(1)
      })
    })
  }
})

describe('domain-adversarial', () => {
  it('domain-adversarial: equals ½·(mean over source + mean over target), computed naively, also for unequal counts and weights', () => {
    tf.tidy(() => {
      const source = [
        [2, -1],
        [0, 1],
        [1, 1],
      ]
      const target = [[-1, 0.5]]
      const w = [1, 2, 0.5]
      const got = domainAdversarial({
        source: tf.tensor2d(source),
        target: tf.tensor2d(target),
        weights: { source: tf.tensor1d(w), target: tf.tensor1d([3]) },
      })
      const ofSource = source.reduce((sum, row, index) => sum + w[index] * naiveLoss(row, 0), 0) / 3
      expect(read(got)).toBeCloseTo(0.5 * (ofSource + 3 * naiveLoss(target[0], 1)), 6)
    })
  })
  it('domain-adversarial: undecided logits give ln 2, and accuracy weighs each domain half', () => {
    tf.tidy(() => {
      expect(read(domainAdversarial({ source: tf.zeros([3, 2]), target: tf.zeros([5, 2]) }))).toBeCloseTo(Math.LN2, 6)
      const source = tf.tensor2d([1, 0, 1, 0, 1, 0, 0, 1], [4, 2])
      const target = tf.tensor2d([0, 1, 1, 0], [2, 2])
      expect(read(domainAccuracyPct({ source, target }))).toBeCloseTo(0.5 * (75 + 50), 4)
    })
  })

  // The reference's discriminator has one logit z for "source"; two logits (z, 0) are the same function. Its loss is the one
  // documented here (`loss`, not `loss_doc`).
  for (const one of goldenCases('dann')) {
    it.skipIf(goldenMissing)(`domain-adversarial: value and reversed gradients equal the reference on ${one.tag}`, () => {
      tf.tidy(() => {
        const names = ['f_s', 'f_t', 'W1', 'b1', 'W2', 'b2'] as const
        const inputs = names.map((name) => tensorOf(one.inputs[name]))
        const coefficient = tf.scalar(numbers(one.expected.coeff)[0])
        const weights =
          one.inputs.w_s === undefined
            ? {}
            : { weights: { source: tensorOf(one.inputs.w_s) as Tensor1D, target: tensorOf(one.inputs.w_t) as Tensor1D } }
        const logitsOf = (f: Tensor, [w1, b1, w2, b2]: readonly Tensor[]): Tensor2D => {
          const hidden = tf.relu(tf.add(tf.matMul(reverseGradient(f, coefficient) as Tensor2D, w1 as Tensor2D), b1))
          const z = tf.add(tf.matMul(hidden as Tensor2D, w2 as Tensor2D), b2) as Tensor2D
          return tf.concat([z, tf.zerosLike(z)], 1)
        }
        const domains = (given: readonly Tensor[]) => ({
          source: logitsOf(given[0], given.slice(2)),
          target: logitsOf(given[1], given.slice(2)),
        })
        const { value, grads } = tf.valueAndGrads((...given: Tensor[]) => domainAdversarial({ ...domains(given), ...weights }))(inputs)
        expect(worstDeviation(value.dataSync(), numbers(one.expected.loss), 1e-4)).toBeLessThanOrEqual(1)
        names.forEach((name, index) => {
          const wanted = one.grads?.[name]
          if (wanted) expect(worstDeviation(grads[index].dataSync(), numbers(wanted), 1e-3), name).toBeLessThanOrEqual(1)
        })
        const accuracy = domainAccuracyPct(domains(inputs))
        expect(worstDeviation(accuracy.dataSync(), numbers(one.expected.domain_accuracy), 1e-4)).toBeLessThanOrEqual(1)
      })
    })
  }
})

function tensorOf(golden: GoldenTensor): Tensor {
  return tf.tensor(Float32Array.from(numbers(golden)), [...golden.shape])
}
