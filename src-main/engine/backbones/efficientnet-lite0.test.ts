/**
 * The converted network against one that was written in PyTorch for this purpose and read the original file: mean and Euclidean norm of every
 * block's output for one synthetic image, and the strongest ImageNet classes.
 */
import { describe, expect, it } from 'vitest'
import { type Rank, type Tensor, tf } from '../backend/tensorflow'
import { createRandom } from '../nn/random'
import { isProvided, providedWeights } from '../pretrained/testing/provided-weights'
import { efficientnetLite0 } from './efficientnet-lite0'

const size = 224
const inference = { training: false }

const figures: readonly [string, number, number][] = [
  ['stem', 2.09666, 1838.74],
  ['block0', -0.471908, 4386.32],
  ['block1', -1.27641, 3900.82],
  ['block2', -0.237973, 4399.07],
  ['block3', 1.54062, 1969.59],
  ['block4', 1.44575, 1972.82],
  ['block5', -1.07839, 1297.06],
  ['block6', -1.6678, 1387.67],
  ['block7', -1.81572, 1441.35],
  ['block8', -0.573259, 955.681],
  ['block9', -0.417504, 974],
  ['block10', -0.160584, 973.323],
  ['block11', 0.439095, 429.829],
  ['block12', 0.458656, 461.21],
  ['block13', 0.495728, 493.084],
  ['block14', 0.61931, 541.722],
  ['block15', -0.0522621, 362.407],
]
/** ImageNet class and logit. */
const strongest: readonly [number, number][] = [
  [506, 8.6565],
  [749, 5.3354],
  [905, 5.1643],
]

function build() {
  const context = {
    imageSize: size,
    normalisation: { mean: [0.1, 0.2, 0.3], std: [0.4, 0.5, 0.6] },
    random: createRandom('efficientnet'),
    pretrained: providedWeights,
  } as const
  return efficientnetLite0.build(context, efficientnetLite0.params.parse({}))
}

/** [1,224,224,3]: stripes and waves of all 8-bit values. */
function syntheticImage() {
  const pixels = new Float32Array(size * size * 3)
  for (let at = 0; at < pixels.length; at++) {
    const [row, column, channel] = [Math.floor(at / (3 * size)), Math.floor(at / 3) % size, at % 3]
    pixels[at] = ((row * 7 + column * 13 + channel * 29 + Math.floor((row * column) / 16)) % 256) / 255
  }
  return tf.tensor4d(pixels, [1, size, size, 3])
}

const meanAndNorm = (y: Tensor): [number, number] => [tf.mean(y), tf.norm(y)].map((one) => one.dataSync()[0]) as [number, number]

// Set-up goes on without the weights where they cannot be fetched.
describe.skipIf(!isProvided('efficientnet-lite0'))('efficientnet-lite0', () => {
  it('efficientnet-lite0: every block gives what the same weights give in PyTorch', () => {
    tf.tidy(() => {
      const { features } = build()
      let y: Tensor = syntheticImage()
      expect(features.blocks.map(({ name }) => name)).toEqual([...figures.map(([name]) => name), 'top'])
      features.blocks.forEach((block, index) => {
        y = block.forward(y, inference)
        const [mean, norm] = meanAndNorm(y)
        const [, wantedMean, wantedNorm] = figures[index] ?? ['features', 0.187347, 21.2993]
        expect(norm / wantedNorm, `norm after ${block.name}`).toBeCloseTo(1, 4)
        expect((mean - wantedMean) / Math.max(1, Math.abs(wantedMean)), `mean after ${block.name}`).toBeCloseTo(0, 3)
      })
      expect(y.dataSync()).toEqual(features.forward(syntheticImage(), inference).dataSync())
    })
  })

  it('efficientnet-lite0: the ImageNet classifier of the file finds the classes it finds in PyTorch', () => {
    tf.tidy(() => {
      const features = build().features.forward(syntheticImage(), inference)
      const table = providedWeights('efficientnet-lite0')
      const [kernel, bias] = ['classifier/kernel', 'classifier/bias'].map((name) => table.get(name))
      if (kernel === undefined || bias === undefined) throw new Error('the file has no classifier')
      const logits = tf.add(tf.matMul(features, tf.tensor2d(kernel.data, [1280, 1000])), bias.data)
      const { values, indices } = tf.topk(tf.reshape<Rank.R1>(logits, [1000]), 3)
      const found = [...indices.dataSync()].map((classId, place) => [classId, Number(values.dataSync()[place].toFixed(3))])
      expect(found).toEqual(strongest.map(([classId, logit]) => [classId, expect.closeTo(logit, 2)]))
    })
  })

  it('efficientnet-lite0: both domains begin with the pretrained statistics, and the source’s own do not enter the input', () => {
    tf.tidy(() => {
      const values = new Map(build().features.variables.map(({ name, variable }) => [name, variable.dataSync()]))
      expect(values.get('block3/project/bn/target-running-mean')).toEqual(values.get('block3/project/bn/running-mean'))
      expect(values.get('input/mean')?.[0]).toBeCloseTo(127 / 255, 6)
    })
  })
})
