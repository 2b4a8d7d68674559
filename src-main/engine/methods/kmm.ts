/**
 * Kernel mean matching on features (Huang, Gretton, Borgwardt, Schölkopf & Smola, NeurIPS 2006): source images that look like the target
 * count for more.
 *
 *   min over F, G of   1/B Σᵢ wᵢ·(−log softmax(G(F(xᵢ)))[yᵢ]),   w from `reweighting/kernel-mean-matching.ts` over F(x)
 *
 * x, y from the source; F features [B,D], G label head [B,K]. The idea holds where the domains overlap and differ in how often things
 * occur; where the target looks like nothing in the source, weights cannot help.
 *
 * Deviations: the paper weighs inputs once; here features are weighed anew before every epoch, after a plain start, and part by part.
 * One set of running statistics, the source's: the target is never trained on.
 */
import { z } from 'zod'
import { kernelMeanMatching } from '../reweighting/kernel-mean-matching'
import { defineMethod } from './method'
import { createImportanceSession, importanceParams } from './shared/importance-session'

export const kmm = defineMethod({
  id: 'kmm',
  label: 'KMM',
  family: 'reweighting',
  summary: 'Weighs source images so that their mean in kernel space is the target’s.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: {
    title: 'Correcting Sample Selection Bias by Unlabeled Data',
    authors: 'Huang, Gretton, Borgwardt, Schölkopf, Smola',
    year: 2006,
    url: 'https://papers.nips.cc/paper/3075-correcting-sample-selection-bias-by-unlabeled-data',
  },
  params: importanceParams.extend({
    bound: z.number().min(1).max(1000).default(10).meta({
      title: 'Largest weight B',
      scale: 'log',
      description: 'No image counts for more than this many.',
    }),
  }),
  start: (context, params) =>
    createImportanceSession(context, params, ({ source, target, gamma }) =>
      kernelMeanMatching({ source, target, gamma, bound: params.bound }),
    ),
})
