/** Importance-weighted validation with kernel densities: the self-normalised accuracy that is reported, and the paper's risk. */
import { logDensity } from '../../../evaluation/validators/gaussian-density'
import { importanceWeights, iwcvRisk, weightedAccuracy } from '../../../evaluation/validators/iwcv'
import { defineGoldenAdapter } from '../golden-adapter'

export const valIwcv = defineGoldenAdapter({
  name: 'val-iwcv',
  run(inputs) {
    const [source, target] = [Float64Array.from(inputs.numbers('x_s')), Float64Array.from(inputs.numbers('x_t'))]
    const options = { dimensions: inputs.shape('x_s')[1], bandwidth: inputs.param('bandwidth') }
    const [logSource, logTarget] = [logDensity(source, source, options), logDensity(target, source, options)]
    const [predicted, labels] = [inputs.numbers('pred_s'), inputs.numbers('y_s')]
    const weights = importanceWeights(logSource, logTarget)
    const errors = labels.map((label, row) => Number(label !== predicted[row]))
    return {
      values: {
        log_p_s: logSource,
        log_p_t: logTarget,
        weights,
        weighted_accuracy: weightedAccuracy(weights, predicted, labels),
        iwcv_risk_paper: iwcvRisk(logSource, logTarget, errors),
      },
    }
  },
})
