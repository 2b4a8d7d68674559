/** The moving average of weights, update by update. */
import { assign } from '../../../backend/assign'
import { type Rank, type Tensor, tf } from '../../../backend/tensorflow'
import { createMovingAverage, type MovingAverageOptions } from '../../../nn/moving-average'
import { createVariable } from '../../../nn/variables'
import { defineGoldenAdapter } from '../golden-adapter'

export const emaWeights = defineGoldenAdapter({
  name: 'ema-weights',
  leaves: { ema_debiased: 'the engine’s average begins at the first weights, so there is no bias to take out' },
  run(inputs) {
    const students = tf.unstack(inputs.tensor<Rank.R3>('students'))
    const averagesWith = (rampUp: MovingAverageOptions['rampUp']): Tensor => {
      const weight = createVariable('weight', inputs.tensor('teacher'))
      const { averages, updates, update } = createMovingAverage([weight], { decay: inputs.param('decay'), rampUp })
      const seen = students.map((student) => {
        assign(weight.variable, () => tf.clone(student) as Tensor<Rank.R2>)
        update()
        return tf.clone(averages[0].variable)
      })
      for (const { variable } of [weight, updates, ...averages]) variable.dispose()
      return tf.stack(seen)
    }
    return { values: { ema: averagesWith('none'), ema_warmup: averagesWith('early') } }
  },
})
