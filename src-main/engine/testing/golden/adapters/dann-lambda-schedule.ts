/** The rise of λ between any bounds and with any γ. */
import { adversarialWeightAt } from '../../../methods/shared/schedules'
import { defineGoldenAdapter } from '../golden-adapter'

export const dannLambdaSchedule = defineGoldenAdapter({
  name: 'dann-lambda-schedule',
  leaves: { paper: 'the rise with γ = 10, which the case paper-gamma-10 holds under coeff' },
  run(inputs) {
    const [low, high, steps] = ['lo', 'hi', 'max_iters'].map((name) => inputs.param(name))
    const progress = inputs.numbers('iterations').map((iteration) => iteration / steps)
    const lambdaGamma = inputs.param('alpha')
    return { values: { coeff: progress.map((p) => low + adversarialWeightAt(p, { lambdaMax: high - low, lambdaGamma })) } }
  },
})
