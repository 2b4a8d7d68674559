/**
 * KLIEP on features (Sugiyama, Nakajima, Kashima, von Bünau & Kawanabe, NeurIPS 2007): source images that look like the target count for
 * more, by an estimate of the density ratio.
 *
 *   min over F, G of   1/B Σᵢ w(F(xᵢ))·(−log softmax(G(F(xᵢ)))[yᵢ]),   w from `reweighting/kliep.ts`, or `reweighting/ulsif.ts`
 *
 * x, y from the source; F features [B,D], G label head [B,K]. As with KMM, the domains must overlap.
 *
 * Deviations: the paper weighs inputs once and chooses the kernel's width by cross-validation; here features are weighed anew before every
 * epoch, after a plain start, with a multiple of the median distance. At most 100 centres. One set of running statistics, the source's.
 */
import { z } from 'zod'
import type { FeatureMatrix } from '../analysis/feature-matrix'
import { kliep as fitKliep } from '../reweighting/kliep'
import { ulsif as fitUlsif } from '../reweighting/ulsif'
import { defineMethod } from './method'
import { createImportanceSession, importanceParams } from './shared/importance-session'

/** As in the paper. */
const mostCentres = 100

export const kliep = defineMethod({
  id: 'kliep',
  label: 'KLIEP',
  family: 'reweighting',
  summary: 'Weighs source images by an estimate of how much denser the target is around them.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Direct Importance Estimation with Model Selection and Its Application to Covariate Shift Adaptation',
    authors: 'Sugiyama, Nakajima, Kashima, von Bünau, Kawanabe',
    year: 2007,
    url: 'https://papers.nips.cc/paper/3248-direct-importance-estimation-with-model-selection-and-its-application-to-covariate-shift-adaptation',
  },
  params: importanceParams.extend({
    estimator: z
      .enum(['kliep', 'ulsif'])
      .default('kliep')
      .meta({
        title: 'Estimator',
        labels: { kliep: 'KLIEP', ulsif: 'uLSIF' },
        description: 'KLIEP by Kullback-Leibler divergence, or uLSIF by least squares in closed form, which is quicker.',
      }),
    ridge: z.number().min(1e-4).max(10).default(0.1).meta({
      title: 'Ridge λ',
      scale: 'log',
      description: 'uLSIF: how strongly large coefficients are held down.',
    }),
  }),
  start: (context, params) =>
    createImportanceSession(context, params, ({ source, target, gamma }) => {
      // The target sample is in random order already.
      const problem = { source, target, centres: firstRows(target, mostCentres), gamma }
      return params.estimator === 'kliep' ? fitKliep(problem).weights : fitUlsif(problem, params.ridge).weights
    }),
})

function firstRows({ features, count, dimensions }: FeatureMatrix, most: number): FeatureMatrix {
  const rows = Math.min(count, most)
  return { features: features.subarray(0, rows * dimensions), count: rows, dimensions }
}
