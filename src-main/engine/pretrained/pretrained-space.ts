/** Images compared by the features of a network that was trained on photographs, where set-up has provided one. */
import { AppError } from '@shared/contract/failure'
import { efficientnetLite0 } from '../backbones/efficientnet-lite0'
import { NotCompilable } from '../backend/graph/not-compilable'
import { pixelTensor } from '../backend/ops/pixel-tensor'
import { type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import type { ImportedDomain } from '../data/imported-domain'
import type { FeatureSpace } from '../inspection/neighbour-distances'
import type { FeatureExtractor } from '../nn/network'
import { createRandom } from '../nn/random'
import { type FrozenForward, freezeForward } from '../training/frozen-forward'
import { pretrainedReader } from './read-pretrained'

export interface PretrainedSpace extends FeatureSpace {
  dispose(): void
}

/** Opens a domain's images in the features of the pretrained network; null where there is none or the images are too small for it. */
export type OpenPretrainedSpace = (domain: ImportedDomain) => PretrainedSpace | null

/** Larger images are shrunk to this: what lies outside shows at it, and thousands are looked at in seconds. */
const largestSide = 96
/** Batches of one size from which freezing the network pays; it takes about as long as a few. */
const worthFreezing = 8

export function pretrainedSpaceOpener(builtInFolder: string): OpenPretrainedSpace {
  const pretrained = pretrainedReader(builtInFolder)
  const { label, minImageSize, params } = efficientnetLite0
  return ({ pixels, summary: { imageSize } }) => {
    if (imageSize < minImageSize || !isProvided(pretrained)) return null
    const side = Math.min(imageSize, largestSide)
    const { features: network } = efficientnetLite0.build(
      // The network normalises as it was trained, and every weight is read: neither value is used.
      { imageSize: side, normalisation: { mean: [0, 0, 0], std: [1, 1, 1] }, random: createRandom('pretrained'), pretrained },
      params.parse({}),
    )
    const eager = (x: Tensor4D): Tensor2D => network.forward(x, { training: false })
    const frozen = new Map<number, FrozenForward | null>()
    const passOf = (x: Tensor4D): ((x: Tensor4D) => Tensor2D) => {
      const [rows] = x.shape
      if (rows * worthFreezing > pixels.count) return eager
      if (!frozen.has(rows)) frozen.set(rows, tryFreezing(network, eager, x))
      return frozen.get(rows)?.run ?? eager
    }
    return {
      count: pixels.count,
      name: `the features of ${label}`,
      features(rows): Tensor2D {
        const images = pixelTensor(pixels.read(rows), [rows.length, imageSize, imageSize, 3])
        const small = shrunk(images, side)
        try {
          return tf.tidy(() => passOf(small)(small))
        } finally {
          tf.dispose([images, small])
        }
      },
      dispose() {
        for (const one of frozen.values()) one?.dispose()
        tf.dispose(network.variables.map(({ variable }) => variable))
      },
    }
  }
}

function tryFreezing(network: FeatureExtractor, forward: (x: Tensor4D) => Tensor2D, example: Tensor4D): FrozenForward | null {
  const state = new Map(network.variables.map(({ name, variable }) => [name, variable]))
  try {
    return freezeForward({ state }, forward, example)
  } catch (error) {
    if (error instanceof NotCompilable) return null
    throw error
  }
}

function isProvided(pretrained: (name: string) => unknown): boolean {
  try {
    pretrained(efficientnetLite0.id)
    return true
  } catch (error) {
    // Absent or damaged: set-up and doctor say so; a look at the data goes on without.
    if (error instanceof AppError) return false
    throw error
  }
}

function shrunk(images: Tensor4D, side: number): Tensor4D {
  return images.shape[1] === side ? images : tf.image.resizeBilinear(images, [side, side], false, true)
}
