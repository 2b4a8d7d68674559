/** Learning-rate schedules, step by step. */
import { learningRateAt } from '../../../methods/shared/schedules'
import { defineGoldenAdapter } from '../golden-adapter'

export const lrSchedules = defineGoldenAdapter({
  name: 'lr-schedules',
  leaves: { cosine: 'later', step: 'later', onecycle: 'later', inverse_tllib: 'later', warmup_linear: 'later' },
  run(inputs) {
    const [learningRate] = inputs.numbers('lr')
    const steps = inputs.param('n_total')
    const rates = Array.from({ length: steps }, (_, step) =>
      learningRateAt(step / steps, { learningRate, schedule: 'inverse-decay', decayAlpha: 10, decayBeta: 0.75 }),
    )
    return { values: { inverse_dann: rates } }
  },
})
