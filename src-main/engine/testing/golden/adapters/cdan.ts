/**
 * CDAN's map, weights, loss and reversed gradients; `loss_original`, with weights normalised in each domain by itself as the
 * authors' code has them, is put together from the same parts.
 */
import { detached } from '../../../backend/detached'
import { reverseGradient } from '../../../backend/ops/gradient-reversal'
import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../../../backend/tensorflow'
import { certaintyWeights } from '../../../losses/certainty-weights'
import { outerMap, randomisedMap } from '../../../losses/conditional-map'
import { domainAdversarial } from '../../../losses/domain-adversarial'
import { adversarialWeightAt } from '../../../methods/shared/schedules'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

const names = ['f_s', 'f_t', 'g_s', 'g_t', 'W1', 'b1', 'W2', 'b2'] as const
type Given = Readonly<Record<(typeof names)[number], Tensor2D>>
type Weights = { readonly source: Tensor1D; readonly target: Tensor1D }

export const cdan = defineGoldenAdapter({
  name: 'cdan',
  run(inputs) {
    const progress = inputs.param('iter') / inputs.param('max_iters')
    const coeff = adversarialWeightAt(progress, { lambdaMax: 1, lambdaGamma: inputs.param('alpha') })
    const matrices = inputs.has('Rf') ? { features: inputs.tensor('Rf'), predictions: inputs.tensor('Rg') } : null
    const mapOf = (f: Tensor2D, g: Tensor2D): Tensor2D => {
      const p = detached(() => tf.softmax(g))
      return matrices === null ? outerMap(f, p) : randomisedMap(f, p, matrices)
    }
    const logitsOf = (f: Tensor2D, g: Tensor2D, given: Given): Tensor2D => {
      const hidden = tf.relu(tf.add<Tensor2D>(tf.matMul(reverseGradient(mapOf(f, g), tf.scalar(coeff)), given.W1), given.b1))
      const z = tf.add<Tensor2D>(tf.matMul(hidden, given.W2), given.b2)
      return tf.concat([z, tf.zerosLike(z)], 1)
    }
    const lossWith = (given: Given, weights: Weights | null): Tensor =>
      domainAdversarial({
        source: logitsOf(given.f_s, given.g_s, given),
        target: logitsOf(given.f_t, given.g_t, given),
        ...(weights === null ? {} : { weights }),
      })
    const tensors = Object.fromEntries(names.map((name) => [name, inputs.tensor(name)])) as Given
    const [p, q] = [tf.softmax(tensors.g_s), tf.softmax(tensors.g_t)]
    const together = certaintyWeights(tf.concat([p, q], 0))
    const rows = p.shape[0]
    const jointly = { source: tf.slice(together, 0, rows), target: tf.slice(together, rows) }
    const apart = { source: certaintyWeights(p), target: certaintyWeights(q) }
    const conditioned = inputs.params.entropy_conditioning === true
    const { values, gradients } = withGradients(tensors, {
      loss: (given) => lossWith(given, conditioned ? jointly : null),
      loss_original: (given) => lossWith(given, conditioned ? apart : null),
    })
    const map = tf.concat([mapOf(tensors.f_s, tensors.g_s), mapOf(tensors.f_t, tensors.g_t)], 0)
    return { values: { ...values, map, coeff, weights: together }, gradients }
  },
})
