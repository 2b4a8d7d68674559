/** Mixup between domains in a given order. */
import { type Rank, type Tensor, type Tensor2D, tf } from '../../../backend/tensorflow'
import { mixup as mix } from '../../../losses/mixup'
import { defineGoldenAdapter, withGradients } from '../golden-adapter'

export const mixup = defineGoldenAdapter({
  name: 'mixup',
  run(inputs) {
    const names = inputs.numbered('x')
    const tensors: Record<string, Tensor> = {
      ...Object.fromEntries(names.map((name) => [name, inputs.tensor(name)])),
      W: inputs.tensor('W'),
      b: inputs.tensor<Rank.R1>('b'),
    }
    const [order, lambdas] = [inputs.numbers('perm'), inputs.numbers('lam')]
    const side = (given: Readonly<Record<string, Tensor>>, domain: number) => ({
      x: given[`x${domain}`] as Tensor2D,
      y: inputs.labels(`y${domain}`),
    })
    return withGradients(tensors, {
      loss: (given) => {
        const logitsOf = (x: Tensor2D): Tensor2D => tf.add(tf.matMul(x, given.W as Tensor2D), given.b)
        const pairs = order.map((domain, at) =>
          mix(side(given, domain), side(given, order[(at + 1) % order.length]), { lambda: lambdas[at], logitsOf }),
        )
        return tf.mean(tf.stack(pairs))
      },
    })
  },
})
