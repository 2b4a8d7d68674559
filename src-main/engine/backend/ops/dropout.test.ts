import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tf, type Variable } from '../tensorflow'
import { dropout } from './dropout'

describe('dropout', () => {
  let counter: Variable
  beforeEach(() => {
    counter = tf.variable(tf.tensor1d([42, 0], 'int32'), false)
  })
  afterEach(() => counter.dispose())

  const draw = (shape: number[], rate = 0.5, maskShape = shape): number[] =>
    tf.tidy(() => [...dropout(tf.ones(shape), { rate, maskShape, counter }).dataSync()])

  it('dropout: draws anew at every call, and the same again from the same counter', () => {
    const first = draw([50])
    const second = draw([50])
    expect(second).not.toEqual(first)
    expect([...counter.dataSync()]).toEqual([42, 2])
    tf.tidy(() => counter.assign(tf.tensor1d([42, 0], 'int32')))
    expect(draw([50])).toEqual(first)
  })
  it('dropout: another seed draws another mask', () => {
    const first = draw([50])
    tf.tidy(() => counter.assign(tf.tensor1d([43, 0], 'int32')))
    expect(draw([50])).not.toEqual(first)
  })
  it('dropout: keeps 1 − rate of the entries and scales them so that the mean stays', () => {
    const values = draw([100, 99], 0.25)
    const kept = values.filter((value) => value !== 0)
    expect(kept.every((value) => Math.abs(value - 4 / 3) < 1e-6)).toBe(true)
    expect(kept.length / values.length).toBeCloseTo(0.75, 1)
  })
  it('dropout: a mask [B,1,1,C] drops whole feature maps', () => {
    const values = draw([2, 3, 3, 4], 0.5, [2, 1, 1, 4])
    for (let image = 0; image < 2; image++) {
      for (let channel = 0; channel < 4; channel++) {
        const map = Array.from({ length: 9 }, (_, pixel) => values[(image * 9 + pixel) * 4 + channel])
        expect(new Set(map).size).toBe(1)
      }
    }
    expect(new Set(values)).toEqual(new Set([0, 2]))
  })
  it('dropout: its gradient is the mask it drew', () => {
    tf.tidy(() => {
      let y = tf.zeros([20])
      const slope = tf.grad((x) => {
        y = tf.keep(dropout(x, { rate: 0.5, maskShape: [20], counter }))
        return tf.sum(y)
      })(tf.ones([20]))
      expect([...slope.dataSync()]).toEqual([...y.dataSync()])
      y.dispose()
    })
  })
  it('dropout: leaves no tensor behind', () => {
    const before = tf.memory().numTensors
    draw([3, 5])
    expect(tf.memory().numTensors).toBe(before)
  })
})
