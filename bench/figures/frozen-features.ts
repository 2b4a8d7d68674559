/** Features of a frozen EfficientNet-Lite0 at 224 px, as a linear probe extracts them, against the same net in PyTorch on the same cores. */
import { efficientnetLite0 } from '../../src-main/engine/backbones/efficientnet-lite0'
import { tf } from '../../src-main/engine/backend/tensorflow'
import { createRandom } from '../../src-main/engine/nn/random'
import { createBatchOrder, imageTensor } from '../../src-main/engine/training/batches'
import { freezeForward } from '../../src-main/engine/training/frozen-forward'
import { defineBench } from '../harness/bench'
import type { Contestant } from '../harness/compare'
import { benchImages } from '../nets/bench-data'
import { benchThreads, imagesPerSecond } from '../nets/timed-steps'
import { asTrained } from '../nets/trained-norms'

const size = 224
const batch = 32
const peers = {
  'PyTorch eager, channels last': ['--channels-last'],
  'PyTorch traced and frozen': ['--trace'],
  'PyTorch traced and frozen, channels last': ['--trace', '--channels-last'],
} as const

export const bench = defineBench({
  summary: 'Frozen features of EfficientNet-Lite0 at 224 px',
  async run(context) {
    // Weights change nothing about the speed; random ones need no set-up.
    const { features } = efficientnetLite0.build(
      { imageSize: size, normalisation: { mean: [0, 0, 0], std: [1, 1, 1] }, random: createRandom(0) },
      efficientnetLite0.params.parse({ weights: 'random' }),
    )
    asTrained(features.variables)
    const images = benchImages(size, 256)
    const order = createBatchOrder(images.count, batch, createRandom(0))
    let step = 0
    const draw = () => imageTensor(images, order.indices(step++))
    const state = new Map(features.variables.map(({ name, variable }) => [name, variable]))
    const example = draw()
    const frozen = freezeForward({ state }, (x) => tf.tidy(() => features.forward(x, { training: false })), example)
    example.dispose()
    const opened: Record<string, Contestant> = {}
    for (const [name, flags] of Object.entries(peers)) {
      const args = ['--net', 'h', '--threads', String(benchThreads), ...flags]
      const peer = await context.openPeer({ script: 'torch_peer.py', module: 'torch', args })
      if (peer === null) break
      opened[name] = (seconds) => peer.measure({ seconds })
    }
    const once = (): void => tf.tidy(() => void frozen.run(draw()).dataSync())
    await context.compare({
      name: 'h frozen features',
      unit: 'images/s',
      better: 'higher',
      ours: (seconds) => imagesPerSecond(once, { images: batch, seconds }),
      peers: opened,
      details: { net: 'features of EfficientNet-Lite0, 224 px' },
    })
    frozen.dispose()
  },
})
