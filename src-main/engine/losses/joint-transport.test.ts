import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor2D, tf } from '../backend/tensorflow'
import { numericGradientError } from '../backend/testing/gradient-check'
import { uniformCoupling } from './coupling/uniform-coupling'
import { jointTransport, transportCost } from './joint-transport'
import { read, rowsOf, softmax, squaredDistance, sum, tensorOf } from './testing/naive'

const [fs, ft, zt] = [rowsOf(4, 3, 'fs'), rowsOf(3, 3, 'ft'), rowsOf(3, 2, 'zt')]
const y = [0, 1, 1, 0]
const weights = { alpha: 0.5, lambda: 2 }
const costOf = (sourceFeatures: Tensor2D, features: Tensor2D, logits: Tensor2D) =>
  transportCost({ source: { features: sourceFeatures, y: tf.tensor1d(y, 'int32') }, target: { features, logits } }, weights)

describe('joint transport', () => {
  it('joint transport: cost and loss equal their sums, computed naively', () => {
    tf.tidy(() => {
      const want = fs.flatMap((from, i) => ft.map((to, j) => 0.5 * squaredDistance(from, to) - 2 * Math.log(softmax(zt[j])[y[i]])))
      const cost = costOf(tensorOf(fs), tensorOf(ft), tensorOf(zt))
      const got = cost.dataSync()
      want.forEach((value, index) => {
        expect(got[index]).toBeCloseTo(value, 5)
      })
      const coupling = uniformCoupling(got, 4, 3)
      const loss = jointTransport(tf.tensor2d(coupling, [4, 3]), cost)
      expect(read(loss)).toBeCloseTo(sum(want.map((value, index) => value * coupling[index])), 5)
    })
  })
  it('joint transport: with the coupling held its gradient is that of the optimal cost, by finite differences through the solver', () => {
    tf.tidy(() => {
      const optimal = (...given: Tensor[]): Tensor => {
        const cost = costOf(given[0] as Tensor2D, given[1] as Tensor2D, given[2] as Tensor2D)
        return jointTransport(tf.tensor2d(uniformCoupling(cost.dataSync(), 4, 3), [4, 3]), cost)
      }
      expect(numericGradientError(optimal, [tensorOf(fs), tensorOf(ft), tensorOf(zt)], 1e-3)).toBeLessThan(2e-2)
    })
  })
})
