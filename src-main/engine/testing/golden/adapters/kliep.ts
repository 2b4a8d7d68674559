/** KLIEP, solved to the end. */
import { kliep as fitKliep } from '../../../reweighting/kliep'
import { defineGoldenAdapter } from '../golden-adapter'

const elsewhere = 'what another solver reaches'

export const kliep = defineGoldenAdapter({
  name: 'kliep',
  leaves: {
    objective_peer_original: elsewhere,
    objective_peer_fw: elsewhere,
    mean_source_weight_peer: elsewhere,
    objective_uniform: 'the value before fitting',
  },
  // The reference's own optimum is known to 1e-5.
  tolerances: { objective: { absolute: 2e-5 }, weights_optimal: { absolute: 1e-2 } },
  run(inputs) {
    const target = inputs.matrix('x_t')
    const problem = { source: inputs.matrix('x_s'), target, centres: target, gamma: inputs.param('gamma') }
    const { weights, objective } = fitKliep(problem, { maxIterations: 1_000_000, tolerance: 1e-6 })
    return { values: { weights_optimal: weights, objective } }
  },
})
