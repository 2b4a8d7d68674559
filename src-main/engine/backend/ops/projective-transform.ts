/** Moves, turns, mirrors and scales each image of a batch by a transform of its own, in one kernel. */
import { attribute, runKernel } from '../native'
import { type Tensor2D, type Tensor4D, tf } from '../tensorflow'

const attributes = [
  attribute.floatType('dtype'),
  attribute.text('interpolation', 'BILINEAR'),
  // Pixels from outside repeat the edge: black corners would be a cue that no image has.
  attribute.text('fill_mode', 'NEAREST'),
]

/**
 * x [B,H,W,C]; transforms [B,8] (a₀ a₁ a₂ b₀ b₁ b₂ c₀ c₁) → same shape. The output's pixel (u, v), column and row, is the input's
 * at ((a₀u + a₁v + a₂)/k, (b₀u + b₁v + b₂)/k) with k = c₀u + c₁v + 1, interpolated between pixels. No gradient.
 */
export function projectiveTransform(x: Tensor4D, transforms: Tensor2D): Tensor4D {
  return tf.tidy(() => {
    const side = tf.tensor1d([x.shape[1], x.shape[2]], 'int32')
    return runKernel('ImageProjectiveTransformV3', attributes, [x, transforms, side, tf.scalar(0)]) as Tensor4D
  })
}
