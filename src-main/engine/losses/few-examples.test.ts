import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import { mixStyle } from '../nn/mix-style'
import { distillation } from './distillation'
import { prototypeLogits } from './prototypes'
import { supervisedContrastive } from './supervised-contrastive'

const read = (tensor: Tensor): number => tensor.dataSync()[0]

describe('losses that learn from examples, views and teachers', () => {
  it('prototypes: minus the squared distance to the mean of each class', () => {
    tf.tidy(() => {
      const support = tf.tensor3d([0, 0, 2, 0, 0, 4, 0, 6], [2, 2, 2])
      expect([...prototypeLogits(support, tf.tensor2d([[1, 1]])).dataSync()].map(Math.round)).toEqual([-1, -17])
    })
  })

  it('supervised contrastive: the naive sum over views, with labels and without, and 0 for views without a partner', () => {
    tf.tidy(() => {
      const angles = [0, 0.3, 1.2, 2]
      const f = angles.map((angle) => [Math.cos(angle), Math.sin(angle)])
      const score = (i: number, j: number) => Math.exp((f[i][0] * f[j][0] + f[i][1] * f[j][1]) / 0.5)
      const naive = (ids: readonly number[]) =>
        ids.reduce((sum, id, i) => {
          const away = ids.reduce((total, _, a) => total + (a === i ? 0 : score(i, a)), 0)
          const partners = [...ids.keys()].filter((p) => p !== i && ids[p] === id)
          const own = partners.reduce((total, p) => total - Math.log(score(i, p) / away), 0)
          return sum + (partners.length > 0 ? own / partners.length : 0)
        }, 0) / ids.length
      const views = tf.tensor3d(f.flat(), [2, 2, 2])
      expect(read(supervisedContrastive(views, null, 0.5))).toBeCloseTo(naive([0, 0, 1, 1]), 5)
      expect(read(supervisedContrastive(views, tf.tensor1d([5, 5], 'int32'), 0.5))).toBeCloseTo(naive([5, 5, 5, 5]), 5)
      const alone = tf.tensor3d(f.flat(), [4, 1, 2])
      expect(read(supervisedContrastive(alone, tf.tensor1d([0, 1, 2, 3], 'int32'), 0.5))).toBeCloseTo(0, 12)
    })
  })

  it('distillation: T² times the divergence at temperature T, 0 for a student like its teacher', () => {
    tf.tidy(() => {
      const [student, teacher] = [tf.tensor2d([[1, 0]]), tf.tensor2d([[0, 3]])]
      const soft = (a: number, b: number) => [1 / (1 + Math.exp((b - a) / 2)), 1 / (1 + Math.exp((a - b) / 2))]
      const [p, q] = [soft(0, 3), soft(1, 0)]
      const divergence = p[0] * Math.log(p[0] / q[0]) + p[1] * Math.log(p[1] / q[1])
      expect(read(distillation(student, teacher, 2))).toBeCloseTo(4 * divergence, 5)
      expect(read(distillation(teacher, teacher, 3))).toBeCloseTo(0, 6)
    })
  })

  it('mix style: λ = 1 leaves an image alone; λ = 0 gives it the other’s mean and deviation', () => {
    tf.tidy(() => {
      const x = tf.tensor4d([0, 2, 4, 6, 10, 10.5, 11, 11.5], [2, 2, 2, 1])
      const mixed = (weight: number) => mixStyle(x as Tensor4D, { lambda: tf.fill([2], weight), order: tf.tensor1d([1, 0], 'int32') })
      for (const [at, value] of mixed(1).dataSync().entries()) expect(value).toBeCloseTo(x.dataSync()[at], 5)
      const swapped = tf.reshape(mixed(0), [2, 4]) as Tensor2D
      const { mean, variance } = tf.moments(swapped, 1)
      expect([...mean.dataSync()].map((value) => Number(value.toFixed(3)))).toEqual([10.75, 3])
      expect(variance.dataSync()[1]).toBeCloseTo(5, 2)
    })
  })
})
