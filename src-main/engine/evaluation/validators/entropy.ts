/** Entropy validator: sure predictions score high. Blind to sure and wrong ones (Morerio et al. 2018, "Minimal-Entropy Correlation Alignment"). */
import type { Validator } from './validator'

/** −(1/N) Σᵢ H(pᵢ) in nats, ≤ 0, higher is better. probabilities [N,K] row-major, rows sum to 1. */
export function entropyScore(probabilities: Float32Array, classes: number): number {
  const count = probabilities.length / classes
  let total = 0
  for (const p of probabilities) if (p > 0) total += p * Math.log(p)
  return total / count
}

export const entropy: Validator = {
  id: 'entropy',
  label: 'Entropy',
  summary: 'How sure the predictions on the target are.',
  paper: 'Morerio et al. 2018',
  score: ({ target, classes }) => entropyScore(target.probabilities, classes),
}
