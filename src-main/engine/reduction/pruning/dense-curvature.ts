/**
 * Second derivatives of the mean cross-entropy of a small dense network with respect to every weight, exactly: what Optimal Brain
 * Damage asks for (LeCun, Denker & Solla, NeurIPS 1989), with no diagonal assumed on the way.
 *
 * For layers zₗ = aₗ₋₁·Wₗ + bₗ, aₗ = φ(zₗ) and one image, with δ and H the gradient and Hessian of the loss at zₗ:
 *
 *   H at the logits = diag(p) − p·pᵀ
 *   H at zₗ         = D·(Wₗ₊₁·Hₗ₊₁·Wₗ₊₁ᵀ)·D + diag(φ''(zₗ) ∘ Wₗ₊₁·δₗ₊₁),   D = diag(φ'(zₗ))
 *   ∂²L/∂Wₗ[i,j]²   = aₗ₋₁[i]²·Hₗ[j,j],   ∂²L/∂bₗ[j]² = Hₗ[j,j]
 *
 * and the mean over images. Leaving out the term with φ'' gives the Gauss-Newton matrix, whose diagonal is never negative; LeCun
 * drops it too. For ReLU both are the same, since φ'' = 0.
 */
import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../../backend/tensorflow'

export interface DenseLayer {
  /** [in, out] */
  readonly kernel: Tensor2D
  /** [out]; null where the layer has none. */
  readonly bias: Tensor1D | null
  /** After it; the last layer's is `identity`. */
  readonly activation: 'tanh' | 'relu' | 'identity'
}

export interface LayerCurvature {
  /** ∂²L/∂W² [in, out] and ∂²L/∂b² [out]. */
  readonly kernel: Tensor2D
  readonly bias: Tensor1D
}

/**
 * x [N,in] float32; y [N] int32 class ids, or null for Gauss-Newton, which needs no labels → a curvature for each layer. Needs
 * memory for N·units² values. Belongs to the caller's tidy scope.
 */
export function denseCurvature(layers: readonly DenseLayer[], x: Tensor2D, y: Tensor1D | null): LayerCurvature[] {
  const inputs: Tensor2D[] = [x]
  const sums: Tensor2D[] = []
  for (const { kernel, bias, activation } of layers) {
    const z: Tensor2D = tf.matMul(inputs[inputs.length - 1], kernel)
    sums.push(bias === null ? z : tf.add(z, bias))
    inputs.push(activate(activation, sums[sums.length - 1]))
  }
  const probabilities: Tensor2D = tf.softmax(sums[sums.length - 1])
  let delta = y === null ? null : tf.sub<Tensor2D>(probabilities, tf.oneHot(y, probabilities.shape[1]))
  let hessian: Tensor = tf.sub(diagonals(probabilities), tf.mul(tf.expandDims(probabilities, 2), tf.expandDims(probabilities, 1)))
  const found: LayerCurvature[] = []
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    const own = diagonalsOf(hessian)
    found.unshift({
      kernel: tf.div(tf.matMul(tf.square(inputs[layer]), own, true), x.shape[0]),
      bias: tf.mean(own, 0),
    })
    if (layer === 0) break
    const { kernel } = layers[layer]
    const { first, second } = derivatives(layers[layer - 1].activation, sums[layer - 1])
    hessian = tf.mul(backThrough(kernel, hessian), tf.mul(tf.expandDims(first, 2), tf.expandDims(first, 1)))
    if (delta === null) continue
    const through: Tensor2D = tf.matMul(delta, kernel, false, true)
    hessian = tf.add(hessian, diagonals(tf.mul(second, through)))
    delta = tf.mul(through, first)
  }
  return found
}

/** W·H·Wᵀ for each image: kernel [U,V], hessian [N,V,V] → [N,U,U]. */
function backThrough(kernel: Tensor2D, hessian: Tensor): Tensor {
  const [count, outputs] = hessian.shape
  const inputs = kernel.shape[0]
  const half = tf.reshape(tf.matMul(tf.reshape(hessian, [count * outputs, outputs]), kernel, false, true), [count, outputs, inputs])
  const turned = tf.reshape(tf.transpose(half, [0, 2, 1]), [count * inputs, outputs])
  return tf.reshape(tf.matMul(turned as Tensor2D, kernel, false, true), [count, inputs, inputs])
}

/** rows [N,U] → [N,U,U] with them on the diagonals. */
function diagonals(rows: Tensor): Tensor {
  return tf.mul(tf.expandDims(rows, 2), tf.eye(rows.shape[1] as number))
}

/** matrices [N,U,U] → their diagonals [N,U]. */
function diagonalsOf(matrices: Tensor): Tensor2D {
  return tf.sum(tf.mul(matrices, tf.eye(matrices.shape[1] as number)), 2)
}

function activate(activation: DenseLayer['activation'], z: Tensor2D): Tensor2D {
  if (activation === 'identity') return z
  return activation === 'tanh' ? tf.tanh(z) : tf.relu(z)
}

/** φ'(z) and φ''(z). */
function derivatives(activation: DenseLayer['activation'], z: Tensor2D): { readonly first: Tensor; readonly second: Tensor } {
  if (activation === 'identity') return { first: tf.onesLike(z), second: tf.zerosLike(z) }
  if (activation === 'relu') return { first: tf.cast(tf.greater(z, 0), 'float32'), second: tf.zerosLike(z) }
  const value = tf.tanh(z)
  const first = tf.sub(1, tf.square(value))
  return { first, second: tf.mul(tf.mul(value, first), -2) }
}
