/** Eight-bit numbers for a tensor and for each of its channels. */
import { quantiseChannels, quantiseTensor } from '../../../reduction/quantising/quantise'
import { defineGoldenAdapter } from '../golden-adapter'

export const quantInt8 = defineGoldenAdapter({
  name: 'quant-int8',
  run(inputs) {
    const x = Float32Array.from(inputs.numbers('x'))
    const whole = quantiseTensor(x)
    const channels = quantiseChannels(x, inputs.shape('x').at(-1) ?? 1)
    const mse = x.reduce((sum, value, at) => sum + (value - whole.values[at]) ** 2, 0) / x.length
    return {
      values: {
        scale: whole.scale,
        zero_point: whole.zeroPoint,
        q: whole.codes,
        dq: whole.values,
        channel_scale: channels.scales,
        channel_q: channels.codes,
        channel_dq: channels.values,
        mse,
      },
    }
  },
})
