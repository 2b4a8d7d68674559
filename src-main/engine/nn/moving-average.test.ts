import { describe, expect, it } from 'vitest'
import { assign } from '../backend/assign'
import { tf } from '../backend/tensorflow'
import { createMovingAverage, type MovingAverageOptions } from './moving-average'
import { createVariable } from './variables'

/** Averages after each of the given values of one weight that begins at 0. */
function averagesOf(values: readonly number[], options: MovingAverageOptions): number[] {
  const weight = createVariable('w', tf.scalar(0))
  const average = createMovingAverage([weight], options)
  const seen = values.map((value) => {
    assign(weight.variable, () => tf.scalar(value))
    average.update()
    return average.averages[0].variable.dataSync()[0]
  })
  for (const { variable } of [weight, average.updates, ...average.averages]) variable.dispose()
  return seen
}

describe('moving average', () => {
  it('moving average: a ← d·a + (1 − d)·w, from the first weights on', () => {
    const [first, second] = averagesOf([1, 3], { decay: 0.9, rampUp: 'none' })
    expect(first).toBeCloseTo(0.1, 6)
    expect(second).toBeCloseTo(0.9 * 0.1 + 0.1 * 3, 6)
  })

  it('moving average: an early ramp uses min(d, (1 + t)/(10 + t))', () => {
    const [first, second] = averagesOf([1, 3], { decay: 0.9, rampUp: 'early' })
    expect(first).toBeCloseTo(1 - 2 / 11, 6)
    expect(second).toBeCloseTo((3 / 12) * first + (9 / 12) * 3, 6)
  })

  it('moving average: work done with it sees the averages, and the weights are back afterwards, also when it fails', () => {
    const before = tf.memory().numTensors
    const weight = createVariable('w', tf.scalar(1))
    const average = createMovingAverage([weight], { decay: 0.5, rampUp: 'none' })
    assign(weight.variable, () => tf.scalar(3))
    average.update()
    const read = () => tf.tidy(() => weight.variable.clone().dataSync()[0])
    expect(tf.tidy(() => average.use(read))).toBe(2)
    expect(read()).toBe(3)
    expect(() =>
      tf.tidy(() =>
        average.use(() => {
          throw new Error('stopped')
        }),
      ),
    ).toThrow('stopped')
    expect(read()).toBe(3)
    expect(average.averages[0].variable.dataSync()[0]).toBe(2)
    for (const { variable } of [weight, average.updates, ...average.averages]) variable.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
