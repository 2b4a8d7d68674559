/** Batch normalisation as one kernel forward and one backward; stock tfjs composes it of dozens, fifteen times slower. */
import { differentiable } from '../differentiable'
import { attribute, runKernelMany } from '../native'
import { type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from '../tensorflow'

interface Affine {
  /** [C] */
  readonly scale: Tensor1D
  /** [C] */
  readonly offset: Tensor1D
  /** Added to the variance under the root. */
  readonly epsilon: number
}

export interface BatchNormTraining<T> {
  readonly y: T
  /** [C] mean of the batch. */
  readonly mean: Tensor1D
  /** [C] unbiased variance of the batch: Σ(x−mean)²/(n−1), as running statistics want it; y itself uses 1/n. */
  readonly variance: Tensor1D
}

/**
 * y = (x − mean)/√(var + ε)·scale + offset with the batch's own statistics, per channel.
 * x [B,C] or [B,H,W,C] float32 → same shape. Differentiable in x, scale and offset through y; mean and variance carry no gradient.
 */
export function fusedBatchNormTraining<T extends Tensor2D | Tensor4D>(x: T, affine: Affine): BatchNormTraining<T> {
  const attributes = kernelAttributes({ epsilon: affine.epsilon, training: true })
  // The forward function's own tensors end with it, all but the value and what the gradient needs: the statistics leave it kept.
  const statistics: Tensor[] = []
  const normalise = differentiable((images, scale, offset) => {
    const empty = tf.tensor1d([])
    const [y, mean, variance, ...reserved] = runKernelMany('FusedBatchNormV3', attributes, [images, scale, offset, empty, empty], 6)
    statistics.push(tf.keep(mean), tf.keep(variance))
    return { value: y, saved: [images, scale, ...reserved], gradient: (dy, saved) => gradients(attributes, dy, saved) }
  })
  return tf.tidy(() => {
    const y = inShapeOf(x, normalise(asImages(x), affine.scale, affine.offset))
    const [mean, variance] = statistics.map((kept) => {
      const owned = tf.clone(kept) as Tensor1D
      kept.dispose()
      return owned
    })
    return { y, mean, variance }
  })
}

/**
 * y = (x − mean)/√(variance + ε)·scale + offset with the given statistics, per channel.
 * x [B,C] or [B,H,W,C] float32; mean, variance [C] → shape of x. Differentiable in x, scale and offset; the statistics count as constants.
 */
export function fusedBatchNormInference<T extends Tensor2D | Tensor4D>(
  x: T,
  affine: Affine & { readonly mean: Tensor1D; readonly variance: Tensor1D },
): T {
  const attributes = kernelAttributes({ epsilon: affine.epsilon, training: false })
  const { mean, variance } = affine
  const normalise = differentiable((images, scale, offset) => {
    const [y, , , , , scratch] = runKernelMany('FusedBatchNormV3', attributes, [images, scale, offset, mean, variance], 6)
    const saved = [images, scale, mean, variance, scratch]
    return { value: y, saved, gradient: (dy, kept) => gradients(attributes, dy, kept) }
  })
  return tf.tidy(() => inShapeOf(x, normalise(asImages(x), affine.scale, affine.offset)))
}

type Attributes = ReturnType<typeof kernelAttributes>

function gradients(attributes: Attributes, dy: Tensor, saved: readonly Tensor[]): Tensor[] {
  return runKernelMany('FusedBatchNormGradV3', attributes, [dy, ...saved], 5).slice(0, 3)
}

function kernelAttributes(mode: { readonly epsilon: number; readonly training: boolean }) {
  return [
    attribute.floatType('T'),
    attribute.floatType('U'),
    attribute.number('epsilon', mode.epsilon),
    attribute.text('data_format', 'NHWC'),
    attribute.flag('is_training', mode.training),
  ]
}

/** The kernel takes rank 4 only: [B,C] becomes [B,1,1,C]. */
function asImages(x: Tensor2D | Tensor4D): Tensor4D {
  return x.rank === 2 ? tf.reshape(x, [x.shape[0], 1, 1, x.shape[1] as number]) : (x as Tensor4D)
}

/** Back from `asImages`; images are images already, and a reshape would be one more kernel forward and one backward. */
function inShapeOf<T extends Tensor>(x: T, y: Tensor): T {
  return (x.rank === 4 ? y : tf.reshape(y, x.shape)) as T
}
