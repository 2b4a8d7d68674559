/** Kernel mean matching, solved to the end: the objective is what counts, its minimum is flat. */
import { kernelMeanMatching, meanMatchingObjective } from '../../../reweighting/kernel-mean-matching'
import { defineGoldenAdapter } from '../golden-adapter'

const elsewhere = 'what another solver reaches'

export const kmm = defineGoldenAdapter({
  name: 'kmm',
  leaves: {
    objective_adapt: elsewhere,
    weights_adapt: elsewhere,
    objective_skada: elsewhere,
    skada_max_weight: elsewhere,
    skada_feasible: elsewhere,
    mean_mmd_const: 'does not depend on the weights',
  },
  tolerances: { weights: { absolute: 1e-2 }, weight_sum: { absolute: 1e-2 }, objective: { relative: 1e-4 } },
  run(inputs) {
    const problem = {
      source: inputs.matrix('x_s'),
      target: inputs.matrix('x_t'),
      gamma: inputs.param('gamma'),
      bound: inputs.param('B'),
      slack: inputs.param('eps'),
    }
    const weights = kernelMeanMatching(problem, { maxIterations: 200_000, tolerance: 1e-10 })
    return {
      values: {
        weights,
        weight_sum: weights.reduce((sum, weight) => sum + weight, 0),
        objective: meanMatchingObjective(problem, weights),
        objective_uniform: meanMatchingObjective(problem, new Float64Array(weights.length).fill(1)),
      },
    }
  },
})
