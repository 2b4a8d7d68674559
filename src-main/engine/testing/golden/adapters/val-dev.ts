/** Deep embedded validation from the domain classifier's probabilities, with the weights as they are. */
import { densityRatios, devRisk } from '../../../evaluation/validators/dev'
import { defineGoldenAdapter } from '../golden-adapter'

export const valDev = defineGoldenAdapter({
  name: 'val-dev',
  leaves: {
    risk_max: 'divides the weights by the largest first',
    risk_standardize: 'standardises the weights first',
    risk_skada_buggy: "skada's broadcast, in which the weights are lost",
  },
  run(inputs) {
    const targetProbabilities = inputs.numbers('domain_probs').filter((_, at) => at % 2 === 0)
    const weights = densityRatios(targetProbabilities, { source: inputs.param('n_train_source'), target: inputs.param('n_target') })
    const safe = devRisk(weights, inputs.numbers('error'))
    // The original divides by the variance of the weights, also where there is none; the engine guards against it.
    const risk = new Set(targetProbabilities).size === 1 ? Number.NaN : safe
    return { values: { weights, risk, risk_safe: safe } }
  },
})
