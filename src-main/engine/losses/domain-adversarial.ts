/**
 * The loss of a domain classifier that tells source (0) from target (1), each domain weighing half:
 *
 *   L = ½·[ 1/n Σᵢ −wᵢ·log softmax(sᵢ)[0]  +  1/m Σⱼ −vⱼ·log softmax(tⱼ)[1] ]
 *
 * with weights w = v = 1 where none are given. Two logits and softmax are one logit and a sigmoid: softmax(z)[0] = σ(z₀ − z₁).
 * The DANN paper (Ganin et al. 2016, eq. 9) sums the two domains' means, which is 2·L.
 */
import { softmaxCrossEntropy } from '../backend/ops/softmax-cross-entropy'
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../backend/tensorflow'

export const sourceDomain = 0
const targetDomain = 1

export interface DomainLogits {
  /** [n,2] */
  readonly source: Tensor2D
  /** [m,2] */
  readonly target: Tensor2D
  /** w [n] and v [m]; the means still divide by n and m. */
  readonly weights?: { readonly source: Tensor1D; readonly target: Tensor1D }
}

/** L in nats. Chance: ln 2. */
export function domainAdversarial({ source, target, weights }: DomainLogits): Scalar {
  const perSource = domainCrossEntropy(source, sourceDomain)
  const perTarget = domainCrossEntropy(target, targetDomain)
  const ofSource = tf.mean<Scalar>(weights === undefined ? perSource : tf.mul(perSource, weights.source))
  const ofTarget = tf.mean<Scalar>(weights === undefined ? perTarget : tf.mul(perTarget, weights.target))
  return tf.mul(tf.add(ofSource, ofTarget), 0.5)
}

/** Rows told right, in percent, each domain weighing half. Chance: 50. */
export function domainAccuracyPct({ source, target }: Pick<DomainLogits, 'source' | 'target'>): Scalar {
  return tf.tidy(() => tf.mul(tf.add(shareOf(source, sourceDomain), shareOf(target, targetDomain)), 50) as Scalar)
}

function domainCrossEntropy(logits: Tensor2D, domain: number): Tensor1D {
  return softmaxCrossEntropy(logits, tf.fill([logits.shape[0]], domain, 'int32'))
}

function shareOf(logits: Tensor2D, domain: number): Scalar {
  return tf.mean<Scalar>(tf.cast(tf.equal(tf.argMax(logits, 1), domain), 'float32'))
}
