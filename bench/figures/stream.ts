/** Tent over a stream: batches of 64 that the digits network answers and then learns from, against PyTorch on the same cores. */
import { digitsCnnBn } from '../../src-main/engine/backbones/digits-cnn-bn'
import { tf } from '../../src-main/engine/backend/tensorflow'
import { createRandom } from '../../src-main/engine/nn/random'
import { prefixNames } from '../../src-main/engine/nn/variables'
import { answerBatch } from '../../src-main/engine/test-time/answer-batch'
import type { StreamContext } from '../../src-main/engine/test-time/stream-method'
import { tent } from '../../src-main/engine/test-time/tent'
import { createBatchOrder, imageTensor } from '../../src-main/engine/training/batches'
import { defineBench } from '../harness/bench'
import type { Contestant } from '../harness/compare'
import { benchClasses, benchImages } from '../nets/bench-data'
import { imagesPerSecond } from '../nets/timed-steps'
import { openTorch } from '../nets/torch-peers'

const side = 28
const batch = 64
const warmUps = 12

export const bench = defineBench({
  summary: 'Test-time adaptation: Tent on the digits network, batch 64',
  async run(context) {
    const torch = await openTorch(context, 'g', 'training')
    const { measure, dispose } = startTent()
    await context.compare({
      name: 'tent',
      unit: 'batches/s',
      better: 'higher',
      ours: (seconds) => measure(seconds) / batch,
      peers: mapValues({ ...torch.eager, ...torch.compiled }, (images) => async (seconds) => (await images(seconds)) / batch),
      details: { net: 'digits CNN with batch norm, 28 px', batch },
    })
    torch.close()
    dispose()
  },
})

/** As a stream does it: images to a tensor, the answer with its certainty in JavaScript, then the update. */
function startTent(): { readonly measure: (seconds: number) => number; readonly dispose: () => void } {
  const images = benchImages(side)
  const order = createBatchOrder(images.count, batch, createRandom(1))
  const session = tent.start(contextOf(), tent.params.parse({}))
  let step = 0
  const once = (): void => {
    const x = imageTensor(images, order.indices(step++))
    answerBatch(session, x, { classes: benchClasses, count: batch })
    x.dispose()
  }
  // A stream's first batches run op by op, until the answer is made a graph.
  for (let warmUp = 0; warmUp < warmUps; warmUp++) once()
  return { measure: (seconds) => imagesPerSecond(once, { images: batch, seconds }), dispose: session.dispose }
}

function contextOf(): StreamContext {
  const random = createRandom(0)
  const normalisation = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] } as const
  const { features, createHead } = digitsCnnBn.build({ imageSize: side, normalisation, random }, digitsCnnBn.params.parse({}))
  const head = createHead(benchClasses)
  const variables = [...prefixNames('features', features.variables), ...prefixNames('head', head.variables)]
  return {
    model: { network: { features, head }, variables, classes: benchClasses },
    random,
    sourceImages: (count) => tf.zeros([count, side, side, 3]),
  }
}

function mapValues(
  contestants: Readonly<Record<string, Contestant>>,
  change: (contestant: Contestant) => Contestant,
): Record<string, Contestant> {
  return Object.fromEntries(Object.entries(contestants).map(([name, contestant]) => [name, change(contestant)]))
}
