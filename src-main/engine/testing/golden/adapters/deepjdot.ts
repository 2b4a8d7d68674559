/**
 * DeepJDOT's cost, exact coupling and loss. The authors' published code couples by another cost than the paper's (squared distance
 * of probabilities, not weighted by λ); its coupling and loss are put together from the same parts.
 */
import { type Tensor2D, tf } from '../../../backend/tensorflow'
import { uniformCoupling } from '../../../losses/coupling/uniform-coupling'
import { jointTransport, transportCost } from '../../../losses/joint-transport'
import { squaredDistances } from '../../../losses/squared-distances'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

type Given = Readonly<Record<'f_s' | 'f_t' | 'logits_t', Tensor2D>>

export const deepjdot = defineGoldenAdapter({
  name: 'deepjdot',
  run(inputs) {
    const y = inputs.labels('y_s')
    const weights = { alpha: inputs.param('alpha'), lambda: inputs.param('lam') }
    const tensors = { f_s: inputs.tensor('f_s'), f_t: inputs.tensor('f_t'), logits_t: inputs.tensor('logits_t') }
    const costOf = ({ f_s, f_t, logits_t }: Given): Tensor2D =>
      transportCost({ source: { features: f_s, y }, target: { features: f_t, logits: logits_t } }, weights)
    const couple = (cost: Tensor2D): Tensor2D => tf.tensor2d(uniformCoupling(cost.dataSync(), ...cost.shape), cost.shape)
    const cost = costOf(tensors)
    const plan = couple(cost)
    const original = couple(
      tf.add<Tensor2D>(
        tf.mul(squaredDistances(tensors.f_s, tensors.f_t), weights.alpha),
        squaredDistances(tf.cast(tf.oneHot(y, tensors.logits_t.shape[1]), 'float32') as Tensor2D, tf.softmax(tensors.logits_t)),
      ),
    )
    const { values, gradients } = withGradients(tensors, {
      loss: (given) => jointTransport(plan, costOf(given)),
      loss_skada: (given) => jointTransport(plan, costOf(given)),
      loss_original: (given) => jointTransport(original, costOf(given)),
    })
    return { values: { ...values, cost, plan, plan_original: original }, gradients }
  },
})
