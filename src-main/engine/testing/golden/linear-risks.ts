/** The multi-domain cases' linear classifier over given features, and its mean risk. */
import { type Rank, type Tensor, type Tensor2D, tf } from '../../backend/tensorflow'
import { crossEntropy } from '../../losses/cross-entropy'
import type { GoldenInputs } from './golden-inputs'

export function linearRisks(inputs: GoldenInputs): {
  readonly tensors: Readonly<Record<string, Tensor>>
  /** f0, f1, …: features [n,d] of each domain. */
  readonly names: readonly string[]
  readonly risk: (given: Readonly<Record<string, Tensor>>) => Tensor
} {
  const names = inputs.numbered('f')
  const labels = names.map((_, at) => inputs.labels(`y${at}`))
  const features = names.map((name) => [name, inputs.tensor(name)] as const)
  const tensors: Record<string, Tensor> = { ...Object.fromEntries(features), W: inputs.tensor('W'), b: inputs.tensor<Rank.R1>('b') }
  return {
    tensors,
    names,
    risk: (given) =>
      tf.mean(
        tf.stack(
          names.map((name, at) => {
            const logits = tf.add(tf.matMul(given[name] as Tensor2D, given.W as Tensor2D), given.b as Tensor)
            return crossEntropy(logits as Tensor2D, labels[at])
          }),
        ),
      ),
  }
}
