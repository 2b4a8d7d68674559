/** CCSA's loss over given pairs. */
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../../../backend/tensorflow'
import { contrastive } from '../../../losses/contrastive'
import { crossEntropy } from '../../../losses/cross-entropy'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const ccsa = defineGoldenAdapter({
  name: 'ccsa',
  run(inputs) {
    const [ys, yt] = [inputs.labels('y_s'), inputs.labels('y_t')]
    const same = tf.cast(tf.equal(ys, yt), 'float32') as Tensor1D
    const alpha = inputs.param('alpha')
    const terms = (given: Readonly<Record<'z_s' | 'z_t' | 'logits_s', unknown>>): { ce: Scalar; csa: Scalar } => ({
      ce: crossEntropy(given.logits_s as Tensor2D, ys),
      csa: contrastive(given.z_s as Tensor2D, given.z_t as Tensor2D, same, inputs.param('margin')),
    })
    const tensors = { z_s: inputs.tensor('z_s'), z_t: inputs.tensor('z_t'), logits_s: inputs.tensor('logits_s') }
    const mixed = ({ ce, csa }: { ce: Scalar; csa: Scalar }, factor: number): Scalar =>
      tf.add(tf.mul(ce, 1 - alpha), tf.mul(csa, alpha * factor))
    const { values, gradients } = withGradients(tensors, {
      loss: (given) => mixed(terms(given), 1),
      loss_half: (given) => mixed(terms(given), 0.5),
    })
    const { ce, csa } = terms(tensors)
    return { values: { ...values, ce, csa, csa_half: tf.mul(csa, 0.5) }, gradients }
  },
})
