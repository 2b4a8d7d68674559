/** uLSIF with the target's points as centres. */
import { ulsif as fitUlsif, ulsifObjective } from '../../../reweighting/ulsif'
import { defineGoldenAdapter } from '../golden-adapter'

export const ulsif = defineGoldenAdapter({
  name: 'ulsif',
  run(inputs) {
    const target = inputs.matrix('x_t')
    const problem = { source: inputs.matrix('x_s'), target, centres: target, gamma: inputs.param('gamma') }
    const ridge = inputs.param('lam')
    const { coefficients, unclipped, weights } = fitUlsif(problem, ridge)
    return {
      values: {
        theta: coefficients,
        theta_unclipped: unclipped,
        weights,
        objective: ulsifObjective(problem, coefficients, ridge),
        objective_unclipped: ulsifObjective(problem, unclipped, ridge),
      },
    }
  },
})
