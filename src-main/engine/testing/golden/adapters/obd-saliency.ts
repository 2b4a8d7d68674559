/** Second derivatives of a tanh network and the saliencies of its weights, exactly and by Gauss-Newton. */
import { type Rank, tf } from '../../../backend/tensorflow'
import { crossEntropy } from '../../../losses/cross-entropy'
import { type DenseLayer, denseCurvature } from '../../../reduction/pruning/dense-curvature'
import { brainDamage } from '../../../reduction/pruning/saliency'
import { defineGoldenAdapter } from '../golden-adapter'

export const obdSaliency = defineGoldenAdapter({
  name: 'obd-saliency',
  run(inputs) {
    const layers: DenseLayer[] = [
      { kernel: inputs.tensor<Rank.R2>('W1'), bias: inputs.tensor<Rank.R1>('b1'), activation: 'tanh' },
      { kernel: inputs.tensor<Rank.R2>('W2'), bias: inputs.tensor<Rank.R1>('b2'), activation: 'identity' },
    ]
    const [x, y] = [inputs.tensor<Rank.R2>('x'), inputs.labels('y')]
    const figures = (labels: typeof y | null, [curvature, saliency]: readonly [string, string]) =>
      denseCurvature(layers, x, labels).flatMap(({ kernel, bias }, layer) =>
        (
          [
            [`W${layer + 1}`, kernel],
            [`b${layer + 1}`, bias],
          ] as const
        ).flatMap(([name, second]) => [
          [`${curvature}_${name}`, second] as const,
          [`${saliency}_${name}`, brainDamage(Float32Array.from(inputs.numbers(name)), second.dataSync<'float32'>())] as const,
        ]),
      )
    const [first, last] = layers
    const hidden = tf.tanh(tf.add(tf.matMul(x, first.kernel), first.bias ?? 0))
    const logits = tf.add(tf.matMul(hidden, last.kernel), last.bias ?? 0)
    return {
      values: {
        loss: crossEntropy(logits as typeof x, y),
        ...Object.fromEntries([...figures(y, ['hdiag', 'saliency']), ...figures(null, ['hgn', 'saliency_gn'])]),
      },
    }
  },
})
