import { describe, expect, it } from 'vitest'
import { type Rank, type Tensor, type Tensor2D, tf } from '../backend/tensorflow'
import { deepCoral } from './deep-coral'
import { fixedKernelDiscrepancy } from './fixed-kernel-discrepancy'
import { groupRisk, raiseGroupWeights } from './group-robustness'
import { invariantRiskPenalty } from './invariant-risk'
import { mixup } from './mixup'
import { overPairs } from './over-pairs'
import { riskExtrapolation } from './risk-extrapolation'

const read = (tensor: Tensor): number => tensor.dataSync()[0]
const z = [
  [1, -1],
  [0.5, 2],
  [3, 0],
  [-1, -2],
]
const y = [0, 0, 1, 1]
const crossEntropyAt = (rows: readonly number[], scale: number): number =>
  rows.reduce((sum, row) => {
    const scaled = z[row].map((value) => Math.exp(scale * value))
    return sum - Math.log(scaled[y[row]] / (scaled[0] + scaled[1]))
  }, 0) / rows.length
const slope = (rows: readonly number[]): number => (crossEntropyAt(rows, 1 + 1e-5) - crossEntropyAt(rows, 1 - 1e-5)) / 2e-5

describe('losses over several domains', () => {
  it('invariant risk: the squared slope of the loss in a scale of the logits, or the product of two halves’ slopes', () => {
    tf.tidy(() => {
      const penalty = (estimate: 'whole' | 'halves') => read(invariantRiskPenalty(tf.tensor2d(z), tf.tensor1d(y, 'int32'), estimate))
      expect(penalty('whole')).toBeCloseTo(slope([0, 1, 2, 3]) ** 2, 4)
      expect(penalty('halves')).toBeCloseTo(slope([0, 2]) * slope([1, 3]), 4)
    })
  })

  it('risk extrapolation: mean plus β times the variance of the risks, nothing more for equal ones', () => {
    tf.tidy(() => {
      const { loss, variance } = riskExtrapolation([tf.scalar(1), tf.scalar(3)], 10)
      expect(read(variance)).toBe(1)
      expect(read(loss)).toBe(12)
      expect(read(riskExtrapolation([tf.scalar(2), tf.scalar(2)], 10).loss)).toBe(2)
      const lossOf = (...risks: Tensor[]) => riskExtrapolation(risks as Tensor<Rank.R0>[], 10).loss
      const [low, high] = tf.grads(lossOf)([tf.scalar(1), tf.scalar(3)])
      expect([read(low), read(high)]).toEqual([0.5 - 10, 0.5 + 10])
    })
  })

  it('group robustness: the worst group gains weight, weights sum to 1, and huge risks stay finite', () => {
    tf.tidy(() => {
      const risks = tf.tensor1d([1, 2])
      const weights = raiseGroupWeights(tf.tensor1d([0.5, 0.5]), risks, 1)
      const [low, high] = weights.dataSync()
      expect(high / low).toBeCloseTo(Math.E, 5)
      expect(low + high).toBeCloseTo(1, 6)
      expect(read(groupRisk(weights, risks))).toBeCloseTo(low + 2 * high, 6)
      expect([...raiseGroupWeights(tf.tensor1d([0.5, 0.5]), tf.tensor1d([1e4, 0]), 1).dataSync()]).toEqual([1, 0])
    })
  })

  it('over pairs: the mean over all pairs, 0 for one domain', () => {
    tf.tidy(() => {
      const domains = [1, 2, 4].map((value) => tf.fill([2, 2], value) as Tensor2D)
      const difference = (a: Tensor2D, b: Tensor2D) => tf.abs(tf.sub(tf.mean(a), tf.mean(b))) as Tensor<Rank.R0>
      expect(read(overPairs(domains, difference))).toBeCloseTo((1 + 3 + 2) / 3, 6)
      expect(read(overPairs(domains.slice(0, 1), deepCoral))).toBe(0)
    })
  })

  it('fixed kernels: 0 for the same rows, and the naive sum for others', () => {
    tf.tidy(() => {
      const a = tf.tensor2d([[0], [1]])
      const b = tf.tensor2d([[2]])
      const k = (d: number) => Math.exp(-0.5 * d * d)
      expect(read(fixedKernelDiscrepancy(a, a))).toBeCloseTo(0, 5)
      expect(read(fixedKernelDiscrepancy(a, b, [0.5]))).toBeCloseTo((2 + 2 * k(1)) / 4 + 1 - 2 * ((k(2) + k(1)) / 2), 6)
    })
  })

  it('mixup: λ = 1 is the first side’s loss; rows beyond the shorter side are left out', () => {
    tf.tidy(() => {
      const logitsOf = (x: Tensor2D) => x
      const a = { x: tf.tensor2d(z), y: tf.tensor1d(y, 'int32') }
      const b = { x: tf.tensor2d(z.slice(0, 2)), y: tf.tensor1d([1, 1], 'int32') }
      expect(read(mixup(a, b, { lambda: 1, logitsOf }))).toBeCloseTo(crossEntropyAt([0, 1], 1), 5)
      const half = 0.5 * crossEntropyAt([0, 1], 1) + 0.5 * (read(mixup(b, a, { lambda: 1, logitsOf })) as number)
      expect(read(mixup(a, { ...b, x: a.x as Tensor2D }, { lambda: 0.5, logitsOf }))).toBeCloseTo(half, 5)
    })
  })
})
