/** InfoMax validator: sure on each image, diverse over all (Musgrave et al. 2022, "Three New Validators"; Shi & Sha 2012). */
import { entropyScore } from './entropy'
import type { Validator } from './validator'

/** −(1/N) Σᵢ H(pᵢ) + H((1/N) Σᵢ pᵢ) in nats, higher is better. probabilities [N,K] row-major, rows sum to 1. */
export function infomaxScore(probabilities: Float32Array, classes: number): number {
  const count = probabilities.length / classes
  const mean = new Float64Array(classes)
  for (let i = 0; i < probabilities.length; i++) mean[i % classes] += probabilities[i] / count
  let diversity = 0
  for (const p of mean) if (p > 0) diversity -= p * Math.log(p)
  return entropyScore(probabilities, classes) + diversity
}

export const infomax: Validator = {
  id: 'infomax',
  label: 'InfoMax',
  summary: 'Sure on each target image, diverse over all.',
  paper: 'Musgrave et al. 2022',
  score: ({ target, classes }) => infomaxScore(target.probabilities, classes),
}
