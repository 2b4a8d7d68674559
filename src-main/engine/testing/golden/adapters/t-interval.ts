/** The 95 % interval of a mean. */
import { tInterval as interval, tQuantile } from '@shared/domain/t-interval'
import { defineGoldenAdapter } from '../golden-adapter'

export const tInterval = defineGoldenAdapter({
  name: 't-interval',
  leaves: { sd: 'inside the half width' },
  run(inputs) {
    const values = inputs.numbers('values')
    const { mean, halfWidth } = interval(values)
    const half = halfWidth ?? Number.NaN
    return {
      values: { mean, half_width: half, low: mean - half, high: mean + half, t_critical: tQuantile(0.975, values.length - 1) },
    }
  },
})
