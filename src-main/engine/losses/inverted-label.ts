/**
 * The loss with which ADDA trains its target encoder (Tzeng et al., CVPR 2017, arXiv:1702.05464, eq. 9): the discriminator is
 * to take target rows for source rows,
 *
 *   L = 1/m Σⱼ −log softmax(tⱼ)[source]
 *
 * Its discriminator minimises 2·L of `domain-adversarial.ts`.
 */
import { type Scalar, type Tensor2D, tf } from '../backend/tensorflow'
import { crossEntropy } from './cross-entropy'
import { sourceDomain } from './domain-adversarial'

/** Domain logits of target rows t [m,2] → L in nats. */
export function invertedLabel(target: Tensor2D): Scalar {
  return crossEntropy(target, tf.fill([target.shape[0]], sourceDomain, 'int32'))
}
