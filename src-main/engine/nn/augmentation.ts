/** Random changes of images that leave their class alone, drawn inside the step by native kernels. */
import { projectiveTransform } from '../backend/ops/projective-transform'
import { statelessUniform } from '../backend/ops/stateless-uniform'
import { type Rank, type Tensor1D, type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import type { NetworkVariable } from './network'
import type { RandomStream } from './random'
import { createVariable } from './variables'

/** How far each change goes; 0 or false leaves it out. */
export interface AugmentationStrength {
  /** Pixels, each way. */
  readonly shift: number
  /** Degrees, each way. */
  readonly rotation: number
  /** Mirrors every second image, left to right. */
  readonly flip: boolean
  /** Added to every value, each way; values are in [0,1]. */
  readonly brightness: number
  /** Part by which distances from the image's mean grow or shrink. */
  readonly contrast: number
  /** Side of a grey square that hides part of the image, as a part of the image's side. */
  readonly cutout: number
}

export interface Augmentation {
  /** The counter of draws, or nothing where nothing is drawn. */
  readonly variables: readonly NetworkVariable[]
  /** x [B,H,W,3] in [0,1] → same shape and range, every image changed by draws of its own. No gradient. */
  apply(x: Tensor4D): Tensor4D
}

const seeds = 2_147_483_647
/** Draws of one image: two shifts, angle, mirror, brightness, contrast, two places of the cutout. */
const draws = 8

export function createAugmentation(strength: AugmentationStrength, random: RandomStream): Augmentation {
  const { shift, rotation, flip, brightness, contrast, cutout } = strength
  const moves = shift > 0 || rotation > 0 || flip
  if (!moves && brightness === 0 && contrast === 0 && cutout === 0) return { variables: [], apply: (x) => x }
  const counter = createVariable('counter', tf.tensor1d([random.integer(seeds), 0], 'int32'), 'counter')
  return {
    variables: [counter],
    apply: (x) =>
      tf.tidy(() => {
        const uniform = statelessUniform<Rank.R2>([x.shape[0], draws], counter.variable)
        const draw = (index: number): Tensor1D => tf.reshape(tf.slice(uniform, [0, index], [-1, 1]), [-1])
        const around = (index: number, reach: number): Tensor1D => tf.mul(tf.sub(tf.mul(draw(index), 2), 1), reach)
        const placed = moves
          ? projectiveTransform(
              x,
              placements([x.shape[1], x.shape[2]], {
                across: tf.round(around(0, shift)),
                down: tf.round(around(1, shift)),
                angle: around(2, (rotation * Math.PI) / 180),
                mirror: flip ? tf.sub(1, tf.mul(tf.round(draw(3)), 2)) : tf.onesLike(draw(3)),
              }),
            )
          : x
        const shaded = contrast > 0 || brightness > 0 ? shade(placed, around(4, brightness), tf.add(around(5, contrast), 1)) : placed
        return cutout > 0 ? hide(shaded, cutout, [draw(6), draw(7)]) : shaded
      }),
  }
}

interface Placement {
  readonly across: Tensor1D
  readonly down: Tensor1D
  /** Radians. */
  readonly angle: Tensor1D
  /** 1, or −1 for a mirrored image. */
  readonly mirror: Tensor1D
}

/** Turns about the middle, then mirrors, then moves: one row [8] for each image. */
function placements([height, width]: readonly [number, number], { across, down, angle, mirror }: Placement): Tensor2D {
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2]
  const [cos, sin] = [tf.cos(angle), tf.sin(angle)]
  const [a0, a1, b0, b1] = [tf.mul(mirror, cos), tf.neg(tf.mul(mirror, sin)), sin, cos]
  const origin = (x: Tensor1D, y: Tensor1D, middle: number, move: Tensor1D) =>
    tf.add(tf.sub(middle, tf.add(tf.mul(x, middleX), tf.mul(y, middleY))), move)
  const none = tf.zerosLike(angle)
  const row = [a0, a1, origin(a0 as Tensor1D, a1 as Tensor1D, middleX, across), b0, b1, origin(b0, b1, middleY, down), none, none]
  return tf.stack(row, 1) as Tensor2D
}

/** Contrast about each image's mean, then brightness; back into [0,1]. */
function shade(x: Tensor4D, brightness: Tensor1D, contrast: Tensor1D): Tensor4D {
  const each = (values: Tensor1D) => tf.reshape(values, [-1, 1, 1, 1])
  const mean = tf.mean(x, [1, 2, 3], true)
  const changed = tf.add(tf.add(tf.mul(tf.sub(x, mean), each(contrast)), mean), each(brightness))
  return tf.clipByValue(changed as Tensor4D, 0, 1)
}

/** A grey square of side `part` of the image's, its middle anywhere in the image. */
function hide(x: Tensor4D, part: number, [left, top]: readonly [Tensor1D, Tensor1D]): Tensor4D {
  const [, height, width] = x.shape
  const near = (positions: number, middle: Tensor1D, shape: [number, number, number, number]) => {
    const away = tf.sub(tf.reshape(tf.range(0, positions, 1), shape), tf.reshape(tf.mul(middle, positions), [-1, 1, 1, 1]))
    return tf.cast(tf.less(tf.abs(away), (part * positions) / 2), 'float32')
  }
  const hidden = tf.mul(near(height, top, [1, -1, 1, 1]), near(width, left, [1, 1, -1, 1]))
  return tf.add(tf.mul(x, tf.sub(1, hidden)), tf.mul(hidden, 0.5))
}
