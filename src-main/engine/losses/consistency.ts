/**
 * Cross-entropy of a student against a teacher's prediction (CoTTA: Wang et al., CVPR 2022, arXiv:2203.13591, eq. 1):
 *
 *   Lᵢ = −Σ_k softmax(tᵢ)ₖ·log softmax(sᵢ)ₖ
 *
 * The teacher counts as a constant.
 */
import { detached } from '../backend/detached'
import { type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

export interface ConsistencyLogits {
  /** s [B,K] */
  readonly student: Tensor2D
  /** t [B,K] */
  readonly teacher: Tensor2D
}

/** L [B] in nats. */
export function consistency({ student, teacher }: ConsistencyLogits): Tensor1D {
  const target = detached(() => tf.softmax(teacher))
  return tf.neg(tf.sum<Tensor1D>(tf.mul(target, tf.logSoftmax(student)), 1))
}
