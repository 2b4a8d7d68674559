/** Two steps of DANN by plain descent, from the engine's losses, gradient reversal and optimizer. One domain logit d is the two logits (d, 0). */
import { reverseGradient } from '../../../backend/ops/gradient-reversal'
import { type Rank, type Scalar, type Tensor, type Tensor2D, tf } from '../../../backend/tensorflow'
import { crossEntropy } from '../../../losses/cross-entropy'
import { domainAccuracyPct, domainAdversarial } from '../../../losses/domain-adversarial'
import { takeGradients } from '../../../nn/gradients'
import { sgd } from '../../../nn/optimizers/sgd'
import { createVariable } from '../../../nn/variables'
import { defineGoldenAdapter } from '../golden-adapter'

const names = ['Wf', 'bf', 'Wy', 'by', 'Wd', 'bd'] as const
type Weights = Readonly<Record<(typeof names)[number], Tensor>>

export const e2eDannStep = defineGoldenAdapter({
  name: 'e2e-dann-step',
  run(inputs) {
    const [xs, xt, y] = [inputs.tensor('x_s'), inputs.tensor('x_t'), inputs.labels('y_s')]
    const lambda = tf.scalar(inputs.param('grl_lambda'))
    const variables = names.map((name) => createVariable(name, inputs.tensor<Rank>(name)))
    const weights = Object.fromEntries(variables.map(({ name, variable }) => [name, variable])) as unknown as Weights
    const affine = (x: Tensor2D, kernel: Tensor, bias: Tensor): Tensor2D => tf.add<Tensor2D>(tf.matMul(x, kernel as Tensor2D), bias)
    const features = (x: Tensor2D): Tensor2D => tf.relu(affine(x, weights.Wf, weights.bf))
    const domainLogits = (f: Tensor2D): Tensor2D => {
      const d = affine(reverseGradient(f, lambda), weights.Wd, weights.bd)
      return tf.concat([d, tf.zerosLike(d)], 1)
    }
    const optimizer = sgd(variables, { momentum: 0, nesterov: false, weightDecay: 0 })
    const step = () => {
      const { gradients, metrics } = takeGradients(() => {
        const [fs, ft] = [features(xs), features(xt)]
        const domains = { source: domainLogits(fs), target: domainLogits(ft) }
        const ce = crossEntropy(affine(fs, weights.Wy, weights.by), y)
        const domain = domainAdversarial(domains)
        const loss = tf.add<Scalar>(ce, domain)
        return { loss, metrics: { loss, ce, domain, domain_accuracy: domainAccuracyPct(domains) } }
      }, variables)
      optimizer.apply(gradients, tf.scalar(inputs.param('lr')))
      return { gradients, metrics, weights: variables.map(({ variable }) => tf.clone(variable)) }
    }
    const [first, second] = [step(), step()]
    const named = (suffixed: (name: string) => string, tensors: readonly Tensor[]) =>
      Object.fromEntries(names.map((name, index) => [suffixed(name), tensors[index]]))
    for (const { variable } of variables) variable.dispose()
    return {
      values: {
        ...first.metrics,
        ...named((name) => `${name}_new`, first.weights),
        ...named((name) => `step2_${name}`, second.weights),
      },
      gradients: { loss: named((name) => name, first.gradients) },
    }
  },
})
