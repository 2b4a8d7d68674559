/** Batch nuclear norm (Cui et al., CVPR 2020): sure predictions over many classes have a large one. */
import { symmetricEigen } from '../../analysis/symmetric-eigen'
import type { Validator } from './validator'

/** Singular values of P [N,K], descending: roots of the eigenvalues of PᵀP. */
export function singularValues(probabilities: Float32Array, classes: number): Float64Array {
  const gram = new Float64Array(classes * classes)
  for (let start = 0; start < probabilities.length; start += classes) {
    for (let a = 0; a < classes; a++)
      for (let b = 0; b < classes; b++) gram[a * classes + b] += probabilities[start + a] * probabilities[start + b]
  }
  return symmetricEigen(gram, classes).values.map((value) => Math.sqrt(Math.max(0, value)))
}

/** The nuclear norm of P divided by N, higher is better. probabilities [N,K] row-major, rows sum to 1. */
export function bnmScore(probabilities: Float32Array, classes: number): number {
  const values = singularValues(probabilities, classes)
  return (values.reduce((sum, value) => sum + value, 0) * classes) / probabilities.length
}

export const bnm: Validator = {
  id: 'bnm',
  label: 'BNM',
  summary: 'Nuclear norm of the predictions on the target: sure and diverse.',
  paper: 'Cui et al. 2020',
  score: ({ target, classes }) => bnmScore(target.probabilities, classes),
}
