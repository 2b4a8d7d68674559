/**
 * CDAN, conditional domain-adversarial networks (Long et al., NeurIPS 2018, arXiv:1705.10667, eqs. 1 to 6).
 *
 *   min over F, G, D of   L_y(G(F(x_s)), y_s) + ½·[ L_d(D(R_λ(T(f_s, p_s))), 0) + L_d(D(R_λ(T(f_t, p_t))), 1) ]
 *
 * f = F(x), p = softmax(G(f)) as a constant; T the outer product of both, or its random stand-in where that has more than 4096
 * entries (`losses/conditional-map.ts`); L_y, L_d, R_λ and λ those of `dann.ts`. x_s [B,H,W,3], y_s [B], x_t [B',H,W,3]; F
 * features [·,D], G label logits [·,K], D domain logits [·,2].
 *
 * Deviations: as in `dann.ts`; the gradient does not flow through p, as in the authors' code. With entropy conditioning it is
 * CDAN+E, `cdan-e.ts`.
 */
import { defineMethod } from './method'
import { conditionalPaper, conditionalParams, startConditionalAdversary } from './shared/conditional-adversary'

export const cdan = defineMethod({
  id: 'cdan',
  label: 'CDAN',
  family: 'adversarial',
  summary: 'DANN whose domain classifier sees the class predictions along with the features.',
  needs: { sources: 'one', target: 'unlabelled', start: 'backbone' },
  paper: conditionalPaper,
  params: conditionalParams,
  start: (context, params) => startConditionalAdversary(context, params, 'equal-weights'),
})
