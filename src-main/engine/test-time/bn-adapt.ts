/**
 * BN-adapt: batch normalisation with the statistics of the batch at hand (AdaBN: Li et al., ICLR workshop 2017,
 * arXiv:1603.04779; prediction-time BN: Nado et al. 2020, arXiv:2006.10963).
 *
 *   y = (x − μ_B)/√(σ²_B + ε)·γ + β
 *
 * γ, β stay the source's; μ_B, σ²_B [C] are the batch's. Nothing is carried from one batch to the next.
 * Deviation: AdaBN takes its statistics from the whole target at once; a stream gives one batch at a time.
 */
import { z } from 'zod'
import { classify, defineStreamMethod, onBatchStatistics } from './stream-method'
import { createStreamSession } from './stream-session'

export const bnAdapt = defineStreamMethod({
  id: 'bn-adapt',
  label: 'BN-adapt',
  summary: 'Normalises each batch with its own statistics; no weight changes.',
  paper: {
    title: 'Revisiting Batch Normalization For Practical Domain Adaptation',
    authors: 'Li, Wang, Shi, Liu, Hou',
    year: 2017,
    url: 'https://arxiv.org/abs/1603.04779',
  },
  params: z.strictObject({}),
  assumes: { minimumBatch: 16, mixedClasses: true, because: 'Statistics of a small or one-sided batch are not those of the domain.' },
  start: ({ model }) =>
    createStreamSession({
      adapted: [],
      pass: onBatchStatistics,
      replays: model,
      respond: (x) => ({ logits: classify(model.network, x, onBatchStatistics), metrics: {} }),
    }),
})
