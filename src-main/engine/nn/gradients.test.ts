import { describe, expect, it } from 'vitest'
import { type Scalar, tf } from '../backend/tensorflow'
import { takeGradients } from './gradients'
import { createVariable } from './variables'

describe('gradients', () => {
  it('gradients: come in the order of the variables, zeros for one the loss does not use', () => {
    tf.tidy(() => {
      const a = createVariable('a', tf.tensor1d([1, 2]))
      const unused = createVariable('unused', tf.tensor1d([5]))
      const b = createVariable('b', tf.scalar(3))
      const objective = () => {
        const loss = tf.mul(tf.sum(tf.square(a.variable)), b.variable) as Scalar
        return { loss, metrics: { loss, half: tf.div(loss, 2) as Scalar } }
      }
      const { gradients, metrics } = takeGradients(objective, [b, unused, a])
      expect(gradients.map((one) => [...one.dataSync()])).toEqual([[5], [0], [6, 12]])
      expect(metrics.loss.dataSync()[0]).toBe(15)
      expect(metrics.half.dataSync()[0]).toBe(7.5)
    })
  })
  it('gradients: leave no tensor behind', () => {
    const a = createVariable('a', tf.scalar(1))
    const before = tf.memory().numTensors
    tf.tidy(() => {
      takeGradients(() => {
        const loss = tf.square(a.variable) as Scalar
        return { loss, metrics: { loss } }
      }, [a])
    })
    expect(tf.memory().numTensors).toBe(before)
  })
})
