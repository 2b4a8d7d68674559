/** Small networks on the toy source: a sound one, and any with one fault. */
import { mlp } from '../../backbones/mlp'
import { linearHead } from '../../backbones/parts/linear-head'
import type { Scalar, Tensor2D } from '../../backend/tensorflow'
import type { LabelledImages } from '../../data/types'
import { crossEntropy } from '../../losses/cross-entropy'
import type { Session } from '../../methods/method'
import { resolveParams } from '../../methods/registry'
import { createTrainedSession } from '../../methods/shared/trained-session'
import { trainingParams } from '../../methods/shared/training-params'
import { sourceOnly } from '../../methods/source-only'
import { blobClasses, blobNormalisation, blobSide, shiftedBlobs } from '../../methods/testing/shifted-blobs'
import { chain } from '../../nn/chain'
import { featureExtractor } from '../../nn/feature-extractor'
import { dense } from '../../nn/layers/dense'
import { type InputStatistics, normaliseInput } from '../../nn/layers/normalise-input'
import { flatten } from '../../nn/layers/stateless'
import type { Module } from '../../nn/network'
import { createRandom } from '../../nn/random'
import { imageTensor, indexTensor, labelTensor } from '../../training/batches'
import type { Experiment } from '../checks/fit-batch'
import { measureNetwork, type NetworkMeasurement, type NetworkUnderTest } from '../checks/measure-network'

export const toySource: LabelledImages = shiftedBlobs('source', 64, createRandom('recipe/source'))

const normalisation = {
  mean: [...blobNormalisation.mean] as [number, number, number],
  std: [...blobNormalisation.std] as [number, number, number],
}

/** An MLP with a method's defaults but for `settings`. */
export function soundNetwork(settings: Record<string, number | string> = {}, hiddenUnits = 16): NetworkUnderTest {
  return {
    label: `MLP ${hiddenUnits}`,
    start: () =>
      sourceOnly.start(
        {
          classes: blobClasses,
          images: { source: toySource.count, target: 0 },
          totalSteps: 100,
          random: createRandom('method'),
          createBackbone: () =>
            mlp.build({ imageSize: blobSide, normalisation, random: createRandom('net') }, mlp.params.parse({ hiddenUnits })),
        },
        resolveParams(sourceOnly.params, settings),
      ),
  }
}

export interface Fault {
  /** Between the first layer and the head. */
  readonly layers?: Module<Tensor2D, Tensor2D>
  /** Names of the parts that are trained. */
  readonly trains?: readonly string[]
  readonly input?: InputStatistics
  readonly loss?: (logits: Tensor2D, y: Parameters<typeof crossEntropy>[1]) => Scalar
}

const nothing: Module<Tensor2D, Tensor2D> = { variables: [], forward: (x) => x }

/** A plain network with one fault. */
export function faultyNetwork({
  layers = nothing,
  trains,
  input = normalisation,
  loss = (logits, y) => crossEntropy(logits, y),
}: Fault): NetworkUnderTest {
  const training = { training: true }
  return {
    label: 'Faulty',
    start(): Session {
      const random = createRandom('faulty')
      const first = chain('input', normaliseInput(input))
        .add('flatten', flatten())
        .add('dense1', dense({ inputs: blobSide * blobSide * 3, outputs: 16, random: random.fork('1') }))
      const features = featureExtractor(first.add('rest', layers), 16)
      const head = linearHead(null, 'dense', dense({ inputs: 16, outputs: blobClasses, random: random.fork('head') }))
      return createTrainedSession({
        parts: { features, head },
        params: trainingParams.parse({ learningRate: 0.01 }),
        ...(trains ? { phases: [{ name: 'all', until: 1, trains }] } : {}),
        objective({ source: { x, y } }) {
          const value = loss(head.forward(features.forward(x, training), training), y)
          return { loss: value, metrics: { classLoss: value } }
        },
      })
    },
  }
}

const rows = Int32Array.from({ length: 12 }, (_, row) => row)

/** The same dozen images at every step. */
export const drawToyBatch: Experiment['draw'] = () => ({
  source: { x: imageTensor(toySource, rows), index: indexTensor(rows), y: labelTensor(toySource.labels, rows) },
})

/** All checks of a network on the toy source. */
export function measureToy(network: NetworkUnderTest, changes: Partial<NetworkMeasurement> = {}) {
  const smaller = [soundNetwork({ learningRate: 0.01 }, 4)]
  return measureNetwork({ images: toySource, classes: blobClasses, seed: 0, learningRate: 0.01, network, smaller, ...changes })
}
