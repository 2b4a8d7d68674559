/**
 * The feature-norm losses of AFN (Xu et al., ICCV 2019, arXiv:1811.07456):
 *
 *   stepwise (eq. 7)   L = 1/n Σᵢ (‖fᵢ‖ − (‖fᵢ‖ + Δ))²   with the norm inside the inner brackets a constant
 *   hard (eq. 4)       L = 1/n Σᵢ (‖fᵢ‖ − R)²
 *
 * The stepwise loss is Δ² whatever the features are; what it does lies in its gradient −2Δ·fᵢ/(n·‖fᵢ‖), which lengthens each
 * feature a little. Deviation: the paper's hard loss compares R with the mean norm of a domain; here, as in the stepwise loss,
 * each row has its own term.
 */
import { detached } from '../backend/detached'
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

/** f [n,D] → L = Δ². A row of zeros gets no gradient. */
export function stepwiseFeatureNorm(f: Tensor2D, delta: number): Scalar {
  return tf.tidy(() => {
    const norms = rowNorms(f)
    const before = detached(() => tf.clone(norms))
    return tf.mean<Scalar>(tf.square(tf.sub(tf.sub(norms, before), delta)))
  })
}

/** f [n,D] → L with the wanted norm R. A row of zeros gets no gradient. */
export function hardFeatureNorm(f: Tensor2D, radius: number): Scalar {
  return tf.tidy(() => tf.mean<Scalar>(tf.square(tf.sub(rowNorms(f), radius))))
}

/** Mean of ‖fᵢ‖: what the losses raise. f [n,D] → scalar. */
export function meanFeatureNorm(f: Tensor2D): Scalar {
  return tf.tidy(() => tf.mean<Scalar>(rowNorms(f)))
}

/** Square of the smallest norm that counts: below it the root has no slope, at zero it would be infinite. */
const smallestSquare = 1e-24

function rowNorms(f: Tensor2D): Tensor1D {
  return tf.sqrt(tf.maximum<Tensor1D>(tf.sum(tf.square(f), 1), smallestSquare))
}
