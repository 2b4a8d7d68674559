/** The weight of a discrepancy between the domains, and the estimator of the mean discrepancies. */
import { z } from 'zod'
import { estimators } from '../../losses/mean-discrepancy'

/** λ, by default `weight`. */
export function discrepancyWeight({ weight }: { readonly weight: number }) {
  return z.number().min(0).max(1000).default(weight).meta({
    title: 'Weight λ',
    description: 'Weight of the discrepancy beside the classification loss; 0 trains without adaptation.',
  })
}

export const estimatorParam = z.enum(estimators).default('biased').meta({
  title: 'Estimator',
  description:
    'Biased: all pairs, never negative. Unbiased: all pairs but a row with itself. Linear: neighbouring rows only, quick and noisy.',
})
