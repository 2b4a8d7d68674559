/** What a model decides all over the plane that a pair of points lies in, such as the two moons. */
import { AppError } from '@shared/contract/failure'
import type { PlaneBoundary } from '@shared/domain/alignment'
import { type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import { memoryPixels } from '../data/pixel-rows'
import type { Images } from '../data/types'
import { softmaxRows } from '../evaluation/validators/softmax'
import type { Session } from '../methods/method'
import { argMaxRows, predictLogits } from '../training/predict'
import type { MapPoints } from './map-points'

/** A point (x,y) is a flat colour: red = 127.5 + 63.75·x, green = 127.5 + 63.75·y, blue = 128 (see the pair moons). */
const MIDDLE = 127.5
const UNIT = 63.75
const BLUE = 128
const REACH = 2

export interface PlaneModel {
  readonly session: Session
  /** The points of the trial's map with their images. */
  readonly chosen: MapPoints
  readonly epoch: number
}

/** Throws `invalid-input` for a pair whose images are not points. */
export async function planeBoundary({ session, chosen, epoch }: PlaneModel, cells: number): Promise<PlaneBoundary> {
  const { source, target, points } = chosen
  const positions = Float32Array.of(...placesOf(source), ...placesOf(target))
  const classes = points.classNames.length
  const logits = await predictLogits(session, planeImages(cells, source.size), 'target')
  const probabilities = softmaxRows(logits, classes)
  const prediction = argMaxRows(logits, classes)
  return {
    epoch,
    cells,
    reach: REACH,
    prediction,
    confidence: Float32Array.from(prediction, (id, row) => probabilities[row * classes + id]),
    positions,
  }
}

/** An image of `size` px for the middle of each cell of the plane, row by row from the bottom. */
export function planeImages(cells: number, size: number): Images {
  const pixels = new Uint8Array(cells * cells * size * size * 3)
  for (let cell = 0, at = 0; cell < cells * cells; cell++) {
    const red = byteOf(((cell % cells) + 0.5) / cells)
    const green = byteOf((Math.floor(cell / cells) + 0.5) / cells)
    for (let pixel = 0; pixel < size * size; pixel++) {
      pixels[at++] = red
      pixels[at++] = green
      pixels[at++] = BLUE
    }
  }
  return { count: cells * cells, size, pixels: memoryPixels(pixels, size * size * 3), domainIndex: new Int32Array(cells * cells) }
}

/** Gradients by pixel [B,H,W,3], of values in [0,1], as gradients by place in the plane [B,2]. */
export function inPlane(byPixel: Tensor4D): Tensor2D {
  return tf.tidy(() => tf.mul(tf.slice(tf.sum(byPixel, [1, 2]), [0, 0], [-1, 2]), UNIT / 255))
}

const byteOf = (share: number): number => Math.round(MIDDLE + UNIT * REACH * (2 * share - 1))

/** Coordinates of images that are one flat colour each. */
function placesOf({ count, size, pixels }: Images): number[] {
  return Array.from({ length: count }, (_, row) => {
    const image = pixels.read([row])
    const isFlat = image.every((value, at) => value === image[at % 3])
    if (!isFlat || image[2] !== BLUE) {
      throw new AppError(
        'invalid-input',
        `These images are pictures of ${size} px, not points of a plane, so a boundary cannot be drawn over them.`,
        'Look at the regions of the t-SNE or PCA map, or train on the pair moons.',
        'pair',
      )
    }
    return [(image[0] - MIDDLE) / UNIT, (image[1] - MIDDLE) / UNIT]
  }).flat()
}
