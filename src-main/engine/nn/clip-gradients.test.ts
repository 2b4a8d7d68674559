import { expect, it } from 'vitest'
import { tf } from '../backend/tensorflow'
import { clipGradients } from './clip-gradients'

it('clip gradients: long ones keep their direction at the limit, short ones and zeros stay', () => {
  tf.tidy(() => {
    const clipped = (values: number[], limit: number) =>
      clipGradients([tf.tensor1d(values.slice(0, 1)), tf.tensor2d([values.slice(1)])], limit).flatMap((one) => [...one.dataSync()])
    const long = clipped([3, 0, 4], 1)
    expect(long[0]).toBeCloseTo(0.6, 6)
    expect(long[2]).toBeCloseTo(0.8, 6)
    expect(clipped([0.3, 0, 0.4], 1)).toEqual([Math.fround(0.3), 0, Math.fround(0.4)])
    expect(clipped([0, 0, 0], 1)).toEqual([0, 0, 0])
  })
})
