/** The discriminator's loss, twice the engine's mean of both domains, and the target encoder's. One logit d is the two logits (d, 0). */
import { type Tensor2D, tf } from '../../../backend/tensorflow'
import { domainAdversarial } from '../../../losses/domain-adversarial'
import { invertedLabel } from '../../../losses/inverted-label'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

const twoLogits = (d: Tensor2D): Tensor2D => tf.concat([d, tf.zerosLike(d)], 1)

export const adda = defineGoldenAdapter({
  name: 'adda',
  leaves: {
    loss_source: 'half of the discriminator’s loss, which the engine takes as one',
    loss_target: 'half of the discriminator’s loss, which the engine takes as one',
  },
  run(inputs) {
    const tensors = { d_s: inputs.tensor('d_s'), d_t: inputs.tensor('d_t') }
    return withGradients(tensors, {
      loss: ({ d_s, d_t }) => tf.mul(domainAdversarial({ source: twoLogits(d_s), target: twoLogits(d_t) }), 2),
      loss_mapping: ({ d_t }) => invertedLabel(twoLogits(d_t)),
    })
  },
})
