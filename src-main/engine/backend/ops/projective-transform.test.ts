import { describe, expect, it } from 'vitest'
import { type Rank, type Tensor4D, tf } from '../tensorflow'
import { projectiveTransform } from './projective-transform'

const identity = [1, 0, 0, 0, 1, 0, 0, 0]
const image = () => tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1])
const transformed = (x: Tensor4D, transform: readonly number[]): number[] =>
  tf.tidy(() => [...projectiveTransform(x, tf.tensor2d([...transform], [1, 8])).dataSync()])

describe('projective transform', () => {
  it('projective transform: identity, a shift by whole pixels that repeats the edge, and a mirror', () => {
    tf.tidy(() => {
      expect(transformed(image(), identity)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
      expect(transformed(image(), [1, 0, 1, 0, 1, 0, 0, 0])).toEqual([2, 3, 3, 5, 6, 6, 8, 9, 9])
      expect(transformed(image(), [-1, 0, 2, 0, 1, 0, 0, 0])).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7])
    })
  })
  it('projective transform: half a pixel is the mean of two, and images of a batch move apart', () => {
    tf.tidy(() => {
      expect(transformed(image(), [1, 0, 0.5, 0, 1, 0, 0, 0]).slice(0, 2)).toEqual([1.5, 2.5])
      const both = tf.concat([image(), image()])
      const moved = projectiveTransform(both as Tensor4D, tf.tensor2d([identity, [1, 0, 1, 0, 1, 0, 0, 0]]))
      expect([...tf.slice<Rank.R4, Tensor4D>(moved, [1, 0, 0, 0], [1, 1, 3, 1]).dataSync()]).toEqual([2, 3, 3])
    })
  })
})
