import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor2D, tf } from '../backend/tensorflow'
import { numericGradientError } from '../backend/testing/gradient-check'
import { marginDisparity } from './margin-disparity'
import { mean, read, rowsOf, softmax, tensorOf } from './testing/naive'

const choice = (row: readonly number[]): number => row.indexOf(Math.max(...row))
const rows = { main: rowsOf(5, 4, 'm'), adversarial: rowsOf(5, 4, 'a') }
const target = { main: rowsOf(3, 4, 'n'), adversarial: rowsOf(3, 4, 'b') }
const tensors = (side: typeof rows) => ({ main: tensorOf(side.main), adversarial: tensorOf(side.adversarial) })

describe('margin disparity', () => {
  for (const epsilon of [0, 1e-6, 0.9]) {
    it(`margin disparity: equals target − γ·source, computed naively, with ε ${epsilon}`, () => {
      tf.tidy(() => {
        const got = marginDisparity({ source: tensors(rows), target: tensors(target) }, { gamma: 3, epsilon })
        const ofSource = mean(rows.adversarial.map((row, i) => -Math.log(softmax(row)[choice(rows.main[i])])))
        const ofTarget = mean(target.adversarial.map((row, i) => Math.log(Math.min(1, 1 - softmax(row)[choice(target.main[i])] + epsilon))))
        expect(read(got.source)).toBeCloseTo(ofSource, 5)
        expect(read(got.target)).toBeCloseTo(ofTarget, 5)
        expect(read(got.total)).toBeCloseTo(ofTarget - 3 * ofSource, 5)
      })
    })
  }
  it('margin disparity: the adversarial heads get its gradient, the main heads none, and certainty leaves it finite', () => {
    tf.tidy(() => {
      const main = { source: tensorOf(rows.main), target: tensorOf(target.main) }
      const total = (s: Tensor, t: Tensor, chosen = main) =>
        marginDisparity(
          { source: { main: chosen.source, adversarial: s as Tensor2D }, target: { main: chosen.target, adversarial: t as Tensor2D } },
          { gamma: 2 },
        ).total
      const adversarial = [tensorOf(rows.adversarial), tensorOf(target.adversarial)]
      expect(numericGradientError((s, t) => total(s, t), adversarial)).toBeLessThan(1e-2)
      const ofMain = tf.grads((s: Tensor, t: Tensor, sm: Tensor, tm: Tensor) =>
        tf.add(total(s, t, { source: sm as Tensor2D, target: tm as Tensor2D }), tf.mul(tf.sum(tf.add(tf.sum(sm), tf.sum(tm))), 0)),
      )([...adversarial, main.source, main.target])
      for (const slope of ofMain.slice(2)) expect(read(tf.max(tf.abs(slope)))).toBe(0)
      const certain = tf.mul<Tensor2D>(tf.eye(4), 1000)
      const side = { main: certain, adversarial: certain }
      expect(read(marginDisparity({ source: side, target: side }, { gamma: 4 }).total)).toBeCloseTo(Math.log(1e-6), 3)
    })
  })
})
