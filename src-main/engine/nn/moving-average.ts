/** An exponential moving average of weights (Polyak averaging): often steadier than the last ones. */
import { assign } from '../backend/assign'
import { tf } from '../backend/tensorflow'
import type { NetworkVariable } from './network'
import { createVariable } from './variables'
import { withValues } from './with-values'

export interface MovingAverageOptions {
  /** d in [0,1]: the part of the average that stays at each update. */
  readonly decay: number
  /** `early`: an average over few updates forgets faster, so that the first weights do not linger. */
  readonly rampUp: 'none' | 'early'
}

export interface MovingAverage {
  /** The averages under the names of their variables, and the count of updates. */
  readonly averages: readonly NetworkVariable[]
  readonly updates: NetworkVariable
  /** Moves the averages towards the variables. */
  update(): void
  /** Evaluates `work` while the variables hold the averages. The result belongs to the caller's tidy scope. */
  use<T>(work: () => T): T
}

/**
 * a ← dₜ·a + (1 − dₜ)·w after each step, from the weights at creation on; dₜ = d, or with an early ramp min(d, (1 + t)/(10 + t))
 * at update t = 1, 2, ….
 */
export function createMovingAverage(variables: readonly NetworkVariable[], { decay, rampUp }: MovingAverageOptions): MovingAverage {
  const averages = variables.map(({ name, variable }) => createVariable(name, tf.clone(variable), 'statistic'))
  const updates = createVariable('updates', tf.scalar(0), 'slot')
  return {
    averages,
    updates,
    update() {
      tf.tidy(() => {
        assign(updates.variable, () => tf.add(updates.variable, 1))
        const ramp = tf.div(tf.add(updates.variable, 1), tf.add(updates.variable, 10))
        const stays = rampUp === 'early' ? tf.minimum(decay, ramp) : tf.scalar(decay)
        variables.forEach(({ variable }, index) => {
          const average = averages[index].variable
          assign(average, () => tf.add(tf.mul(average, stays), tf.mul(variable, tf.sub(1, stays))))
        })
      })
    },
    use: (work) =>
      withValues(
        variables,
        averages.map(({ variable }) => variable),
        work,
      ),
  }
}
