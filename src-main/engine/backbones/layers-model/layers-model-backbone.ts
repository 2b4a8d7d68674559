/**
 * The user's own network: a TF.js LayersModel, such as Keras models become with `tensorflowjs_converter`, as a backbone.
 *
 * features: the output of the chosen layer; feature maps are averaged over height and width.  label head: K.  Domain head: 256, ReLU, 2.
 *
 * Images are prepared as `preprocessing` says, inside the network. A model whose layers all take any size takes any size here.
 */
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { type Rank, type Tensor, type Tensor2D, tf } from '../../backend/tensorflow'
import type { Chain } from '../../nn/chain'
import { featureExtractor } from '../../nn/feature-extractor'
import { type InputStatistics, normaliseInput } from '../../nn/layers/normalise-input'
import type { Module } from '../../nn/network'
import { createRandom } from '../../nn/random'
import { type BackboneDefinition, defineBackbone, type WeightTable } from '../backbone'
import { headStreams } from '../parts/head-streams'
import { plainHead } from '../parts/plain-head'
import { layerChain } from './layer-chain'
import { type LayerDescription, type ModelTopology, readTopology, UnreadableTopology } from './model-topology'
import { preprocessingNamed, preprocessingNames, statedPreprocessing } from './preprocessing'

/** A LayersModel as read from its folder. */
export interface LayersModel {
  /** Absolute path of the folder; the backbone's id. */
  readonly path: string
  readonly name: string
  /** `modelTopology` of model.json. */
  readonly topology: unknown
  /** `userDefinedMetadata` of model.json. */
  readonly metadata: unknown
  /** Read when the network is built. */
  weights(): WeightTable
}

const sizes = { least: 32, most: 512, usual: 224 }
const pixelChannels = 3

/** @throws AppError `invalid-input` where the model is not one that can be rebuilt, with what stands in the way. */
export function layersModelBackbone(model: LayersModel): BackboneDefinition {
  const topology = inWords(model, () => readTopology(model.topology))
  const stated = statedPreprocessing(model.metadata)
  const side = imageSide(topology, model)
  const layers = topology.layers.map(({ name }) => name)
  return defineBackbone({
    id: model.path,
    label: model.name,
    summary: `Your own network, ${layers.length} layers, from ${model.path}.`,
    minImageSize: side ?? sizes.least,
    maxImageSize: side ?? sizes.most,
    defaultImageSize: side ?? trainedSide(topology) ?? sizes.usual,
    params: z.strictObject({
      preprocessing: z
        .enum(['stated', ...preprocessingNames])
        .default('stated')
        .meta({
          title: 'Images are prepared as',
          labels: {
            stated: 'model.json says',
            'zero-to-one': 'values from 0 to 1',
            'minus-one-to-one': 'values from −1 to 1',
            bytes: 'values from 0 to 255',
            imagenet: 'ImageNet mean and deviation',
          },
          description:
            stated === null
              ? 'This model.json does not say how its images were prepared: choose what it was trained with.'
              : 'Choose another only where model.json is wrong.',
        }),
      featureLayer: z.string().default('').meta({
        title: 'Feature layer',
        description:
          'Name of the layer whose output becomes the features; empty: the last one. For a classifier, the layer before its classes.',
      }),
    }),
    build({ imageSize, random }, { preprocessing, featureLayer }) {
      const input = preprocessing === 'stated' ? (stated ?? refuseUnstated(model)) : preprocessingNamed(preprocessing)
      const output = featureLayer === '' ? topology.output : requireLayer(layers, featureLayer)
      const body = inWords(model, () => pooled({ ...topology, output }, { model, input, imageSize }))
      const { featureSize, features } = body
      const nextStream = headStreams(random)
      return {
        features: featureExtractor(features, featureSize),
        createHead: (classes) => plainHead({ units: [featureSize, classes], random: nextStream() }),
        createDiscriminator: (inputs = featureSize) => plainHead({ units: [inputs, 256, 2], random: nextStream() }),
      }
    },
  })
}

interface PooledOptions {
  readonly model: LayersModel
  readonly input: InputStatistics
  readonly imageSize: number
}

/** The layers and, where they end in feature maps, the mean over these. Its size is found by passing one image. */
function pooled(topology: ModelTopology, { model, input, imageSize }: PooledOptions) {
  const random = createRandom(`layers-model/${model.name}`)
  const layers = layerChain({ topology, weights: model.weights(), input: normaliseInput(input), random })
  const features: Chain<Tensor<Rank.R4>, Tensor2D> = layers.add('features', flatFeatures)
  const featureSize = tf.tidy(
    () => features.forward(tf.zeros<Rank.R4>([1, imageSize, imageSize, pixelChannels]), { training: false }).shape[1],
  )
  return { features, featureSize }
}

const flatFeatures: Module<Tensor, Tensor2D> = {
  variables: [],
  forward(x) {
    if (x.rank === 4) return tf.mean<Tensor2D>(x, [1, 2])
    if (x.rank === 2) return x as Tensor2D
    throw new UnreadableTopology(`its output has ${x.rank} axes; features have two, feature maps four`)
  },
}

/** The only side the model takes; null where it takes any. */
function imageSide({ layers }: ModelTopology, model: LayersModel): number | null {
  const shape = inputShape(layers)
  if (shape === null) return null
  const [, height, width, channels] = shape
  if (channels !== pixelChannels) throw refused(model, `it takes images of ${channels} channels; ${pixelChannels} are wanted`)
  if (height !== width) throw refused(model, `it takes images of ${height} by ${width} pixels; square ones are wanted`)
  const takesAny = height === null || !layers.some(({ className }) => ['Flatten', 'Reshape'].includes(className))
  return takesAny ? null : height
}

/** The side it was described with. */
const trainedSide = ({ layers }: ModelTopology): number | null => inputShape(layers)?.[1] ?? null

function inputShape(layers: readonly LayerDescription[]): (number | null)[] | null {
  const Shape = z.array(z.number().int().nullable()).length(4)
  const config = layers.find(({ inputs }) => inputs.length === 0)?.config ?? {}
  return Shape.safeParse(config.batch_input_shape ?? config.batch_shape).data ?? null
}

function requireLayer(layers: readonly string[], name: string): string {
  if (layers.includes(name)) return name
  const last = layers.slice(-8).join(', ')
  throw new AppError('invalid-input', `The model has no layer named "${name}".`, `Its last layers are: ${last}.`, 'settings.featureLayer')
}

function refuseUnstated(model: LayersModel): never {
  throw new AppError(
    'invalid-input',
    `${model.path} does not say how its images were prepared, and guessing would spoil every result.`,
    `Set preprocessing to what it was trained with: ${preprocessingNames.join(', ')}. Or add userDefinedMetadata.preprocessing to its model.json.`,
    'settings.preprocessing',
  )
}

function inWords<T>(model: LayersModel, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof UnreadableTopology) throw refused(model, error.message)
    throw error
  }
}

function refused(model: LayersModel, why: string): AppError {
  return new AppError(
    'invalid-input',
    `${model.path} cannot be used as a network: ${why}.`,
    'Use a TF.js LayersModel of convolutions, dense layers and their like; docs/transfer.md lists the layers and how to convert a Keras model.',
    'backbone',
  )
}
