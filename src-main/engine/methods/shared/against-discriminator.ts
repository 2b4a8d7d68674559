/** Trains features against a domain classifier through gradient reversal: the term that DANN and its descendants share. */
import { reverseGradient } from '../../backend/ops/gradient-reversal'
import type { Scalar, Tensor2D } from '../../backend/tensorflow'
import { type DomainLogits, domainAccuracyPct, domainAdversarial } from '../../losses/domain-adversarial'
import type { Head } from '../../nn/network'
import { onSource, onTarget } from './domain-passes'

export interface DiscriminatorInputs {
  /** What the discriminator sees of each domain: source [B,E], target [B',E]. */
  readonly source: Tensor2D
  readonly target: Tensor2D
  /** Weights of the rows in its loss; 1 where absent. */
  readonly weights?: DomainLogits['weights']
}

/**
 * ½·[ L_d(D(R_λ(source)), 0) + L_d(D(R_λ(target)), 1) ], R_λ the identity forward and −λ backward, as the metric `domainLoss`
 * beside the discriminator's accuracy.
 */
export function againstDiscriminator(
  discriminator: Head,
  { source, target, weights }: DiscriminatorInputs,
  lambda: Scalar,
): { readonly domainLoss: Scalar; readonly domainAccuracyPct: Scalar } {
  const logits = {
    source: discriminator.forward(reverseGradient(source, lambda), onSource),
    target: discriminator.forward(reverseGradient(target, lambda), onTarget),
  }
  return {
    domainLoss: domainAdversarial(weights === undefined ? logits : { ...logits, weights }),
    domainAccuracyPct: domainAccuracyPct(logits),
  }
}
