/**
 * CDAN+E, CDAN with entropy conditioning (Long et al., NeurIPS 2018, arXiv:1705.10667, eqs. 7 and 8): the objective of `cdan.ts`
 * with each row of the domain loss weighted by w = 1 + e^(−H(p)), so that images the classifier is sure of come first.
 *
 * Deviations: as in `cdan.ts`; the weights of a batch, both domains together, are divided by their mean
 * (`losses/certainty-weights.ts`), so that λ keeps its meaning, and count as constants.
 */
import { defineMethod } from './method'
import { conditionalPaper, conditionalParams, startConditionalAdversary } from './shared/conditional-adversary'

export const cdanE = defineMethod({
  id: 'cdan-e',
  label: 'CDAN+E',
  family: 'adversarial',
  summary: 'CDAN that heeds images more the surer the classifier is of them.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: conditionalPaper,
  params: conditionalParams,
  start: (context, params) => startConditionalAdversary(context, params, 'certainty-weights'),
})
