/** Learning-rate schedules, step by step. */
import { learningRateAt, type RateParams } from '../../../methods/shared/schedules'
import { trainingParams } from '../../../methods/shared/training-params'
import { defineGoldenAdapter } from '../golden-adapter'

interface OneCycle {
  readonly total_steps: number
  readonly pct_start: number
  readonly div_factor: number
  readonly final_div_factor: number
  readonly max_lr: number
}

export const lrSchedules = defineGoldenAdapter({
  name: 'lr-schedules',
  leaves: { warmup_linear: 'the engine’s warm-up is that of one cycle' },
  run(inputs) {
    const [learningRate] = inputs.numbers('lr')
    const steps = inputs.param('n_total')
    const rates = (params: Partial<RateParams> & Pick<RateParams, 'schedule'>): number[] =>
      Array.from({ length: steps }, (_, step) => learningRateAt(step / steps, { ...trainingParams.parse({}), learningRate, ...params }))
    const { pct_start, total_steps, div_factor, final_div_factor, max_lr } = inputs.params.onecycle as OneCycle
    return {
      values: {
        cosine: rates({ schedule: 'cosine', rateFloor: inputs.param('eta_min') / learningRate }),
        step: rates({ schedule: 'step', stepEvery: inputs.param('step_size') / steps, stepFactor: inputs.param('gamma') }),
        inverse_dann: rates({ schedule: 'inverse-decay', decayAlpha: 10, decayBeta: 0.75 }),
        // The reference's schedule counts steps where the engine's counts progress.
        inverse_tllib: rates({
          schedule: 'inverse-decay',
          decayAlpha: inputs.param('lr_gamma') * steps,
          decayBeta: inputs.param('lr_decay'),
        }),
        // The reference's last of `total_steps` rates lies at progress 1, and its peak one step before that part of them.
        onecycle: rates({
          schedule: 'one-cycle',
          learningRate: max_lr,
          warmUp: (pct_start * total_steps - 1) / (total_steps - 1),
          cycle: { startDivisor: div_factor, endDivisor: final_div_factor },
        }),
      },
    }
  },
})
