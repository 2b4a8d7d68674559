import { describe, expect, it } from 'vitest'
import { type Tensor4D, tf } from '../backend/tensorflow'
import { type AugmentationStrength, createAugmentation } from './augmentation'
import { createRandom } from './random'

const none: AugmentationStrength = { shift: 0, rotation: 0, flip: false, brightness: 0, contrast: 0, cutout: 0 }
const side = 8
/** A bright pixel at row 3, column 2 of every image. */
const dots = (count: number): Tensor4D =>
  tf.tile(
    tf.tensor4d(
      Float32Array.from({ length: side * side * 3 }, (_, at) => (Math.floor(at / 3) === 3 * side + 2 ? 1 : 0)),
      [1, side, side, 3],
    ),
    [count, 1, 1, 1],
  )
const imagesOf = (x: Tensor4D): number[][] => (tf.unstack(x) as Tensor4D[]).map((image) => [...image.dataSync()])
const applied = (strength: Partial<AugmentationStrength>, x: Tensor4D, seed = 1): number[][] => {
  const { apply, variables } = createAugmentation({ ...none, ...strength }, createRandom(seed))
  try {
    return tf.tidy(() => imagesOf(apply(x)))
  } finally {
    for (const { variable } of variables) variable.dispose()
  }
}
const brightPixel = (image: readonly number[]): [number, number] => {
  const at = Math.floor(image.indexOf(Math.max(...image)) / 3)
  return [Math.floor(at / side), at % side]
}

describe('augmentation', () => {
  it('augmentation: nothing asked for leaves images alone and keeps no counter', () => {
    tf.tidy(() => {
      const x = dots(2)
      expect(createAugmentation(none, createRandom(1)).apply(x)).toBe(x)
    })
  })

  it('augmentation: shifts by whole pixels up to the reach, each image by its own', () => {
    tf.tidy(() => {
      const places = applied({ shift: 2 }, dots(60)).map(brightPixel)
      for (const [row, column] of places) {
        expect(Math.abs(row - 3)).toBeLessThanOrEqual(2)
        expect(Math.abs(column - 2)).toBeLessThanOrEqual(2)
      }
      expect(new Set(places.map(String)).size).toBeGreaterThan(15)
    })
  })

  it('augmentation: mirrors about half of the images and moves nothing else', () => {
    tf.tidy(() => {
      const columns = applied({ flip: true }, dots(60)).map((image) => brightPixel(image).join())
      expect(new Set(columns)).toEqual(new Set(['3,2', '3,5']))
      const mirrored = columns.filter((place) => place === '3,5').length
      expect(mirrored).toBeGreaterThan(18)
      expect(mirrored).toBeLessThan(42)
    })
  })

  it('augmentation: turns about the middle, from which every pixel keeps its distance', () => {
    tf.tidy(() => {
      const turned = applied({ rotation: 45 }, dots(40)).map(brightPixel)
      const radius = ([row, column]: readonly [number, number]) => Math.hypot(row - 3.5, column - 3.5)
      for (const place of turned) expect(Math.abs(radius(place) - radius([3, 2]))).toBeLessThan(1)
      expect(new Set(turned.map(String)).size).toBeGreaterThan(1)
    })
  })

  it('augmentation: brightness and contrast stay within their reach and within [0,1]', () => {
    tf.tidy(() => {
      const grey = tf.fill([30, side, side, 3], 0.5) as Tensor4D
      const levels = applied({ brightness: 0.2 }, grey).map((image) => image[0])
      for (const level of levels) expect(Math.abs(level - 0.5)).toBeLessThanOrEqual(0.2 + 1e-6)
      expect(Math.max(...levels) - Math.min(...levels)).toBeGreaterThan(0.2)
      for (const image of applied({ contrast: 0.9, brightness: 0.5 }, dots(20))) {
        expect(Math.min(...image)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...image)).toBeLessThanOrEqual(1)
      }
    })
  })

  it('augmentation: cutout greys a square of at most the given side', () => {
    tf.tidy(() => {
      for (const image of applied({ cutout: 0.5 }, tf.ones([20, side, side, 3]))) {
        const hidden = image.filter((value) => value === 0.5).length / 3
        expect(hidden).toBeGreaterThan(0)
        expect(hidden).toBeLessThanOrEqual((side / 2) ** 2)
      }
    })
  })

  it('augmentation: the same seed and count of draws give the same images, the next draw others', () => {
    tf.tidy(() => {
      const x = dots(8)
      const strong = { shift: 3, rotation: 20, brightness: 0.3 }
      expect(applied(strong, x)).toEqual(applied(strong, x))
      expect(applied(strong, x, 2)).not.toEqual(applied(strong, x))
      const { apply, variables } = createAugmentation({ ...none, ...strong }, createRandom(1))
      expect(imagesOf(apply(x))).not.toEqual(imagesOf(apply(x)))
      variables[0].variable.dispose()
    })
  })
})
