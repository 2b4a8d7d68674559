/** Measures what the gates of the first architecture ask: a handful of quick experiments with fresh networks, before any run. */
import type { BatchFit, NetworkChecks } from '@shared/domain/recipe'
import { tf } from '../../backend/tensorflow'
import type { LabelledImages } from '../../data/types'
import type { Session, StepBatch } from '../../methods/method'
import { createRandom, type RandomStream } from '../../nn/random'
import { createBatchOrder, imageTensor, indexTensor, labelTensor } from '../../training/batches'
import { tensorsOf } from '../../training/training-data'
import { diagnoseFit } from './diagnose-fit'
import { type Experiment, fitBatch, measure } from './fit-batch'
import { layerHistograms, trainedVariables } from './layer-histograms'

/** A network that can be started afresh, with nothing that holds training back: no dropout, decay, smoothing or augmentation. */
export interface NetworkUnderTest {
  readonly label: string
  /** The same session every time. */
  start(): Session
}

export interface NetworkMeasurement {
  readonly images: LabelledImages
  readonly classes: number
  readonly seed: number
  readonly learningRate: number
  readonly network: NetworkUnderTest
  /** Smaller networks, the smallest first. */
  readonly smaller: readonly NetworkUnderTest[]
  readonly signal?: AbortSignal | undefined
  onProgress?(part: string, done: number): void
}

/** Parts that are reported as progress. */
export const measuredParts = 5

const fitImages = 16
const fitSteps = 300
const otherSteps = 60
const otherBatch = 32

/** Loss near zero and nothing wrong: the batch is known by heart. */
const learnt = (loss: number, accuracyPct: number): boolean => accuracyPct === 100 && loss < 0.1

/** Reads source images only. Throws AppError `cancelled`. */
export async function measureNetwork(request: NetworkMeasurement): Promise<NetworkChecks> {
  const beganMs = performance.now()
  const random = createRandom(`recipe/${request.seed}`)
  const { network, classes, signal } = request
  const draw = drawFrom(request, random.fork('batches'), otherBatch)
  request.onProgress?.('the fresh network', 0)
  const fresh = lookAtFresh(network, draw)
  request.onProgress?.('one batch', 1)
  const fit = await fitOneBatch(request, random.fork('fit'))
  request.onProgress?.('images against a constant one', 2)
  const train = async (from: NetworkUnderTest, batches: Experiment['draw']): Promise<number> => {
    const { losses, session } = await fitBatch({ start: from.start, draw: batches }, { steps: otherSteps, signal })
    session.dispose()
    return lastMean(losses)
  }
  const images = await train(network, draw)
  request.onProgress?.('a constant image', 3)
  const constant = await train(network, (step) => withConstantImages(draw(step)))
  request.onProgress?.('smaller networks', 4)
  const capacity: { network: string; parameters: number; loss: number }[] = []
  for (const one of request.smaller) {
    capacity.push({ network: one.label, parameters: parametersOf(one), loss: await train(one, draw) })
  }
  capacity.push({ network: network.label, parameters: parametersOf(network), loss: images })
  return {
    ...fresh,
    initialLoss: { measured: fresh.initialLoss, expected: Math.log(classes) },
    baseline: { steps: otherSteps, images, constant },
    capacity,
    fit,
    seconds: (performance.now() - beganMs) / 1000,
  }
}

/** Batches for the first loss: enough that one odd image does not decide. */
const freshBatches = 4

function lookAtFresh(
  network: NetworkUnderTest,
  draw: Experiment['draw'],
): Pick<NetworkChecks, 'input' | 'layers'> & { readonly initialLoss: number } {
  const session = network.start()
  const batches = Array.from({ length: freshBatches }, (_, step) => draw(step))
  try {
    const layers = layerHistograms(session, batches[0])
    const seen = layers.find(({ layer, of }) => layer === 'input' && of === 'activations')
    const [rawMean, rawDeviation] = momentsOf(batches[0])
    return {
      input: { rawMean, rawDeviation, mean: seen?.mean ?? rawMean, deviation: seen?.deviation ?? rawDeviation },
      layers,
      initialLoss: batches.reduce((sum, batch) => sum + measure(session, batch).loss, 0) / batches.length,
    }
  } finally {
    session.dispose()
    tf.dispose(batches.flatMap(tensorsOf))
  }
}

async function fitOneBatch(request: NetworkMeasurement, random: RandomStream): Promise<BatchFit> {
  const { images, network, learningRate, signal } = request
  const rows = random.permutation(images.count).subarray(0, Math.min(fitImages, images.count))
  const experiment: Experiment = { start: network.start, draw: () => batchOf(images, rows) }
  const { losses, accuracyPct, solvedAt, session } = await fitBatch(experiment, { steps: fitSteps, until: learnt, signal })
  session.dispose()
  const diagnosis =
    solvedAt === null ? await diagnoseFit(experiment, { learningRate, steps: fitSteps, learnt, signal }) : { tests: [], remedy: null }
  return { images: rows.length, losses: losses.map(finite), accuracyPct, solvedAt, tests: [...diagnosis.tests], remedy: diagnosis.remedy }
}

/** A loss that ran away is drawn at the top. */
const finite = (loss: number): number => (Number.isFinite(loss) ? loss : 1e6)

function drawFrom({ images }: NetworkMeasurement, random: RandomStream, batch: number): Experiment['draw'] {
  const order = createBatchOrder(images.count, batch, random)
  return (step) => batchOf(images, order.indices(step).slice())
}

function batchOf(images: LabelledImages, rows: Int32Array): StepBatch {
  return { source: { x: imageTensor(images, rows), index: indexTensor(rows), y: labelTensor(images.labels, rows) } }
}

/** Every image is the mean of all of them: what is left to learn from are the classes' counts. */
function withConstantImages({ source, ...rest }: StepBatch): StepBatch {
  const x = tf.tidy(() => tf.add(tf.zerosLike(source.x), tf.mean(source.x)))
  source.x.dispose()
  return { ...rest, source: { ...source, x: x as StepBatch['source']['x'] } }
}

function momentsOf({ source: { x } }: StepBatch): [number, number] {
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(x)
    return [mean.dataSync()[0], Math.sqrt(variance.dataSync()[0])]
  })
}

function parametersOf({ start }: NetworkUnderTest): number {
  const session = start()
  try {
    return trainedVariables(session).reduce((sum, { variable }) => sum + variable.size, 0)
  } finally {
    session.dispose()
  }
}

/** Mean over the last quarter of the steps: one batch alone says little. */
function lastMean(losses: readonly number[]): number {
  const last = losses.slice(-Math.ceil(losses.length / 4)).map(finite)
  return last.reduce((sum, loss) => sum + loss, 0) / last.length
}
