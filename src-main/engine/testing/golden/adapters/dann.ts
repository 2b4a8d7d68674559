/**
 * The reference's discriminator has one logit z for "source"; two logits (z, 0) are the same function. Its loss is the one
 * documented here (`loss`, not `loss_doc`).
 */
import { reverseGradient } from '../../../backend/ops/gradient-reversal'
import { type Rank, type Tensor, type Tensor2D, tf } from '../../../backend/tensorflow'
import { domainAccuracyPct, domainAdversarial } from '../../../losses/domain-adversarial'
import { adversarialWeightAt } from '../../../methods/shared/schedules'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

type Name = 'f_s' | 'f_t' | 'W1' | 'b1' | 'W2' | 'b2'

export const dann = defineGoldenAdapter({
  name: 'dann',
  leaves: {
    loss_doc: 'the formula of the reference’s documentation, which its code does not compute',
    d_s: 'the discriminator is part of the case, not of the loss',
    d_t: 'the discriminator is part of the case, not of the loss',
  },
  run(inputs) {
    const coeff = adversarialWeightAt(inputs.param('iter') / inputs.param('max_iters'), {
      lambdaMax: 1,
      lambdaGamma: inputs.param('alpha'),
    })
    const weights = inputs.has('w_s') ? { weights: { source: inputs.tensor<Rank.R1>('w_s'), target: inputs.tensor<Rank.R1>('w_t') } } : {}
    const logitsOf = (f: Tensor, given: Readonly<Record<Name, Tensor>>): Tensor2D => {
      const hidden = tf.relu(tf.add(tf.matMul(reverseGradient(f, tf.scalar(coeff)) as Tensor2D, given.W1 as Tensor2D), given.b1))
      const z = tf.add(tf.matMul(hidden as Tensor2D, given.W2 as Tensor2D), given.b2) as Tensor2D
      return tf.concat([z, tf.zerosLike(z)], 1)
    }
    const domains = (given: Readonly<Record<Name, Tensor>>) => ({
      source: logitsOf(given.f_s, given),
      target: logitsOf(given.f_t, given),
    })
    const names: readonly Name[] = ['f_s', 'f_t', 'W1', 'b1', 'W2', 'b2']
    const tensors = Object.fromEntries(names.map((name) => [name, inputs.tensor<Rank>(name)])) as Record<Name, Tensor>
    const { values, gradients } = withGradients(tensors, { loss: (given) => domainAdversarial({ ...domains(given), ...weights }) })
    return { values: { ...values, coeff, domain_accuracy: domainAccuracyPct(domains(tensors)) }, gradients }
  },
})
