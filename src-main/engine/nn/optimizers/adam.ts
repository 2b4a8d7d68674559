/** Adam (Kingma & Ba 2015, algorithm 1), the form PyTorch computes. */
import { type Scalar, tf } from '../../backend/tensorflow'
import type { NetworkVariable } from '../network'
import { createVariable } from '../variables'
import type { Optimizer } from './optimizer'
import { scaledRate } from './scaled-rate'
import { addWeightDecay } from './weight-decay'

export interface AdamOptions {
  /** Added to the gradient as decay·w before the moments, as PyTorch's Adam does (not AdamW). */
  readonly weightDecay: number
  /** What the learning rate is multiplied with for each variable, in their order; 1 where absent. */
  readonly rateFactors?: readonly number[]
}

/** The paper's constants. */
const beta1 = 0.9
const beta2 = 0.999
const epsilon = 1e-8

/**
 * m ← β1·m + (1−β1)·g;  v ← β2·v + (1−β2)·g²;  w ← w − rate·m̂/(√v̂ + ε), m̂ = m/(1−β1ᵗ), v̂ = v/(1−β2ᵗ).
 * Computed as w ← w − [rate·√(1−β2ᵗ)/(1−β1ᵗ)]·m/(√v + ε·√(1−β2ᵗ)), which is the same and leaves the corrections to scalars.
 * t is a slot, so that resumed and replayed steps count on.
 */
export function adam(variables: readonly NetworkVariable[], { weightDecay, rateFactors }: AdamOptions): Optimizer {
  const step = createVariable('adam/step', tf.scalar(0), 'slot')
  const moments = variables.map(({ name, variable }) => ({
    m: createVariable(`adam/${name}/m`, tf.zerosLike(variable), 'slot'),
    v: createVariable(`adam/${name}/v`, tf.zerosLike(variable), 'slot'),
  }))
  return {
    slots: [step, ...moments.flatMap(({ m, v }) => [m, v])],
    apply(gradients, learningRate: Scalar) {
      tf.tidy(() => {
        step.variable.assign(tf.add(step.variable, 1))
        const correction = tf.sqrt(tf.sub(1, tf.pow(beta2, step.variable)))
        const rate = tf.div<Scalar>(tf.mul(learningRate, correction), tf.sub(1, tf.pow(beta1, step.variable)))
        const floor = tf.mul(correction, epsilon)
        // One tensor for all variables: a number in an operation becomes a new tensor each time.
        const [keepM, takeM, keepV, takeV] = [beta1, 1 - beta1, beta2, 1 - beta2].map((factor) => tf.scalar(factor))
        variables.forEach(({ variable }, index) => {
          const m = moments[index].m.variable
          const v = moments[index].v.variable
          const gradient = addWeightDecay(gradients[index], variable, weightDecay)
          m.assign(tf.add(tf.mul(m, keepM), tf.mul(gradient, takeM)))
          v.assign(tf.add(tf.mul(v, keepV), tf.mul(tf.square(gradient), takeV)))
          variable.assign(tf.sub(variable, tf.mul(scaledRate(rate, rateFactors?.[index]), tf.div(m, tf.add(tf.sqrt(v), floor)))))
        })
      })
    },
  }
}
