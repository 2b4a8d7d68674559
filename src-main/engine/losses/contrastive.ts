/**
 * Contrastive losses over pairs: alike ones together, different ones at least a margin apart (Hadsell, Chopra & LeCun 2006; for two
 * domains, CCSA: Motiian et al., ICCV 2017).
 *
 *   ℓ = y·D² + (1 − y)·max(m − D, 0)²,   D = √max(‖z₁ − z₂‖², 1e-8),   y = 1 for a pair of the same class
 *
 * The usual implementations take the mean of ℓ over all pairs. CCSA states two separate means, each with a factor ½, so that the few
 * pairs of the same class weigh as much as the many others.
 */
import { type Scalar, type Tensor, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'
import { squaredDistances } from './squared-distances'

/** Keeps the square root differentiable; pairs that coincide get no gradient. */
const smallestSquare = 1e-8

/** ℓ of each pair. squares: ‖z₁ − z₂‖² of any shape; same: 1 or 0, float32 of that shape. */
function contrastiveTerms(squares: Tensor, same: Tensor, margin: number): { readonly together: Tensor; readonly apart: Tensor } {
  const square = tf.maximum(squares, smallestSquare)
  const short = tf.relu(tf.sub(margin, tf.sqrt(square)))
  return { together: tf.mul(same, square), apart: tf.mul(tf.sub(1, same), tf.square(short)) }
}

/** Mean of ℓ over rows. z₁, z₂ [n,D]; same [n] float32, 1 for a pair of the same class. */
export function contrastive(z1: Tensor2D, z2: Tensor2D, same: Tensor1D, margin: number): Scalar {
  const { together, apart } = contrastiveTerms(tf.sum(tf.squaredDifference(z1, z2), 1), same, margin)
  return tf.mean(tf.add(together, apart))
}

export interface LabelledFeatures {
  /** [n,D] */
  readonly features: Tensor2D
  /** [n] int32 */
  readonly y: Tensor1D
}

/** CCSA's alignment and separation over all pairs of a source and a target row; a kind without pairs counts 0. */
export function semanticAlignment(source: LabelledFeatures, target: LabelledFeatures, margin: number): Scalar {
  const same = tf.cast(tf.equal(tf.expandDims(source.y, 1), tf.expandDims(target.y, 0)), 'float32')
  const { together, apart } = contrastiveTerms(squaredDistances(source.features, target.features), same, margin)
  const meanOver = (terms: Tensor, pairs: Tensor): Scalar => tf.div(tf.sum(terms), tf.maximum(tf.sum(pairs), 1))
  return tf.mul(tf.add(meanOver(together, same), meanOver(apart, tf.sub(1, same))), 0.5)
}
