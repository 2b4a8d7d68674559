/** Adam (Kingma & Ba 2015, algorithm 1), the form PyTorch computes. */
import { type Rank, type Scalar, type Tensor, type Tensor1D, tf } from '../../backend/tensorflow'
import type { NetworkVariable } from '../network'
import { createVariable } from '../variables'
import type { Optimizer } from './optimizer'
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
 * t is a slot, so that resumed and replayed steps count on. The moments of all variables lie one after the other in one vector
 * each: a dozen kernels a variable would take longer than the arithmetic, and fill a recorded step.
 */
export function adam(variables: readonly NetworkVariable[], { weightDecay, rateFactors = [] }: AdamOptions): Optimizer {
  const sizes = variables.map(({ variable }) => variable.size)
  const size = sizes.reduce((sum, one) => sum + one, 0)
  const step = createVariable('adam/step', tf.scalar(0), 'slot')
  const m = createVariable('adam/m', tf.zeros<Rank.R1>([size]), 'slot')
  const v = createVariable('adam/v', tf.zeros<Rank.R1>([size]), 'slot')
  return {
    slots: [step, m, v],
    apply(gradients, learningRate: Scalar) {
      tf.tidy(() => {
        step.variable.assign(tf.add(step.variable, 1))
        const correction = tf.sqrt(tf.sub(1, tf.pow(beta2, step.variable)))
        const rate = tf.div<Scalar>(tf.mul(learningRate, correction), tf.sub(1, tf.pow(beta1, step.variable)))
        const floor = tf.mul(correction, epsilon)
        const gradient = joined(variables.map(({ variable }, index) => addWeightDecay(gradients[index], variable, weightDecay)))
        m.variable.assign(tf.add(tf.mul(m.variable, beta1), tf.mul(gradient, 1 - beta1)))
        v.variable.assign(tf.add(tf.mul(v.variable, beta2), tf.mul(tf.square(gradient), 1 - beta2)))
        const rates = rateFactors.every((factor) => factor === 1) ? rate : tf.mul(rate, spread(rateFactors, sizes))
        const update = tf.mul(rates, tf.div(m.variable, tf.add(tf.sqrt(v.variable), floor)))
        const parts = tf.split(update as Tensor1D, sizes)
        variables.forEach(({ variable }, index) => {
          variable.assign(tf.sub(variable, inShape(parts[index], variable.shape)))
        })
      })
    },
  }
}

/** Tensors of any shapes one after the other: [N]. */
function joined(tensors: readonly Tensor[]): Tensor1D {
  return tf.concat(tensors.map((one) => inShape(one, [one.size])) as Tensor1D[])
}

/** Each factor as often as the variable of its place has entries: [N]. */
function spread(factors: readonly number[], sizes: readonly number[]): Tensor1D {
  return tf.concat(sizes.map((size, index) => tf.fill<Rank.R1>([size], factors[index])))
}

/** The tensor itself where it has the shape: a reshape is one more kernel. */
function inShape(tensor: Tensor, shape: number[]): Tensor {
  return tensor.rank === shape.length ? tensor : tf.reshape(tensor, shape)
}
