/**
 * BN-α: batch normalisation between the source's statistics and the batch's (Schneider et al., NeurIPS 2020, arXiv:2006.16971,
 * eq. 4).
 *
 *   μ = N/(N+n)·μ_s + n/(N+n)·μ_B,  σ² likewise;  n images in the batch, N the source's pseudo sample size
 *
 * The batch's variance is the unbiased one, as in the usual implementations; the paper leaves the estimator open.
 */
import { z } from 'zod'
import { classify, defineStreamMethod } from './stream-method'
import { createStreamSession } from './stream-session'

/** Images a batch that a look through the adapted network is made as if with; answers take the batch at hand. */
const usualBatch = 64

export const bnAlpha = defineStreamMethod({
  id: 'bn-alpha',
  label: 'BN-α',
  summary: 'Normalises with a mixture of the source’s statistics and the batch’s: works down to single images.',
  paper: {
    title: 'Improving Robustness Against Common Corruptions by Covariate Shift Adaptation',
    authors: 'Schneider, Rusak, Eck, Bringmann, Brendel, Bethge',
    year: 2020,
    url: 'https://arxiv.org/abs/2006.16971',
  },
  params: z.strictObject({
    sourceSize: z.number().min(0).max(4096).default(16).meta({
      title: 'Source pseudo sample size N',
      unit: 'images',
      description: 'How many images the source’s statistics count for: 0 trusts the batch alone, large values the source.',
    }),
  }),
  assumes: { minimumBatch: 1, mixedClasses: true, because: 'A batch of one class pulls the statistics towards that class.' },
  start: ({ model }, { sourceSize }) =>
    createStreamSession({
      adapted: [],
      replays: model,
      pass: { training: false, runningWeight: sourceSize / (sourceSize + usualBatch) },
      respond: (x) => {
        const runningWeight = sourceSize / (sourceSize + x.shape[0])
        return { logits: classify(model.network, x, { training: false, runningWeight }), metrics: {} }
      },
    }),
})
