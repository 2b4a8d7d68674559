/** What a shift file defines: one deformation of images with a strength that grows from nothing. */
import type { ShiftInfo } from '@shared/domain/shift'
import type { RandomStream } from '../nn/random'

export interface ImageShape {
  /** In pixels. */
  readonly height: number
  readonly width: number
}

/** `pixels` [count, height, width, 3] float32 in [0,1]. */
export interface ShiftBatch extends ImageShape {
  readonly count: number
  readonly pixels: Float32Array
}

export interface ShiftDefinition extends Omit<ShiftInfo, 'random'> {
  /** Everything that is random about one image, drawn once, as many numbers for each image of a shape; the strength has no part in it. Absent where nothing is random. */
  draw?(shape: ImageShape, random: RandomStream): Float32Array
  /**
   * Writes the shifted images to `to` [count, height, width, 3]; the caller clips them to [0,1]. `amount` is in the shift's
   * unit and never the identity's. `drawn[i]` is what `draw` gave for image i.
   */
  apply(from: ShiftBatch, to: Float32Array, amount: number, drawn: readonly Float32Array[]): void
}

/** Checks at load that a definition can be trusted by a slider: six amounts that only grow or only fall. */
export function defineShift(definition: ShiftDefinition): ShiftDefinition {
  const { id, amounts } = definition
  const direction = Math.sign(amounts[1] - amounts[0])
  const monotone = amounts.slice(1).every((amount, level) => Math.sign(amount - amounts[level]) === direction)
  if (amounts.length !== 6 || direction === 0 || !monotone) throw new Error(`the amounts of ${id} are not six that only grow or only fall`)
  return definition
}
