/**
 * Diagonal Fisher information of parameters at the model's own predictions (EATA, Niu et al. 2022, eq. 9):
 *
 *   F_j = 1/n Σᵢ (∂ L(xᵢ, ŷᵢ)/∂θ_j)²,  L cross-entropy, ŷᵢ the predicted class
 *
 * The paper squares the gradient of each image (`image`); its authors' code squares that of each batch's mean loss (`batch`), which
 * costs one backward pass instead of n.
 */
import { type Scalar, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { takeGradients } from '../nn/gradients'
import type { NetworkVariable } from '../nn/network'
import { classify, onBatchStatistics, type StreamModel } from './stream-method'

export interface FisherRequest {
  readonly model: Pick<StreamModel, 'network'>
  readonly variables: readonly NetworkVariable[]
  /** [n,H,W,3], normalised as one batch. */
  readonly images: Tensor4D
  readonly gradientsOf: 'image' | 'batch'
}

/** F in the order and shapes of the variables; belongs to the caller's tidy scope. */
export function fisherInformation({ model, variables, images, gradientsOf }: FisherRequest): readonly Tensor[] {
  const squares = (lossOf: (logits: Tensor2D, predicted: Tensor1D) => Scalar): Tensor[] => {
    const { gradients } = takeGradients(() => {
      const logits = classify(model.network, images, onBatchStatistics)
      return { loss: lossOf(logits, tf.argMax<Tensor1D>(logits, 1)), metrics: {} }
    }, variables)
    return gradients.map((gradient) => tf.square(gradient))
  }
  return tf.tidy(() => {
    if (gradientsOf === 'batch') return squares(crossEntropy)
    const count = images.shape[0]
    const perImage = Array.from({ length: count }, (_, row) =>
      tf.tidy(() => squares((logits, predicted) => crossEntropy(tf.slice(logits, [row, 0], [1, -1]), tf.slice(predicted, [row], [1])))),
    )
    return variables.map((_, index) => tf.mul(tf.addN(perImage.map((one) => one[index])), 1 / count))
  })
}
