/** A stack of shifts over images as parts that threads can share: a few images at a time go through the whole stack, within the processor's cache. */
import { amountAt, type ShiftStack } from '@shared/domain/shift'
import type { SharedWork } from '../analysis/threads/shared-work'
import { createRandom } from '../nn/random'
import { findShift } from './registry'
import type { ImageShape, ShiftBatch } from './shift'

/** Values of the images of one part, unless a single image has more: two buffers of them fit the cache of a core. */
const PART_VALUES = 1 << 15

/** Each level of 8 bits as a float32 in [0,1]. */
const levels = Float32Array.from({ length: 256 }, (_, level) => level / 255)

/** One shift of the stack. */
export interface ShiftLayer {
  readonly kind: string
  /** How many of its kind stand before it in the stack. */
  readonly occurrence: number
  /** float32, what is random about each image, one image's after another's; null where nothing is random. */
  readonly draws: SharedArrayBuffer | null
  /** Whether `draws` was filled by an earlier work. */
  readonly drawn: boolean
}

export interface ShiftMemory extends ImageShape {
  readonly kind: 'shift'
  readonly seed: number
  readonly keys: readonly string[]
  /** uint8 [count, height, width, 3]: the images as they are, and as they come out. */
  readonly original: SharedArrayBuffer
  readonly shifted: SharedArrayBuffer
  readonly layers: readonly ShiftLayer[]
  /** float64, one a layer. */
  readonly severities: SharedArrayBuffer
}

/** `draw` once, before `apply` is run for the first time. */
export const shiftPhase = { draw: 0, apply: 1 } as const

export class ShiftWork implements SharedWork {
  readonly phases = [(part: number): void => this.draw(part), (part: number): void => this.apply(part)]
  readonly parts: number
  private readonly images: number
  private readonly original: Uint8Array
  private readonly shifted: Uint8Array
  private readonly severities: Float64Array
  /** [layer][image]. */
  private readonly draws: readonly (readonly Float32Array[])[]
  private readonly buffers: readonly [Float32Array, Float32Array]

  constructor(readonly memory: ShiftMemory) {
    const { keys, layers } = memory
    const size = imageValues(memory)
    this.images = Math.max(1, Math.floor(PART_VALUES / size))
    this.parts = Math.ceil(keys.length / this.images)
    this.original = new Uint8Array(memory.original)
    this.shifted = new Uint8Array(memory.shifted)
    this.severities = new Float64Array(memory.severities)
    this.draws = layers.map(({ draws }) => (draws === null ? [] : rowsOf(new Float32Array(draws), keys.length)))
    const values = size * Math.min(this.images, keys.length)
    this.buffers = [new Float32Array(values), new Float32Array(values)]
  }

  /** The stack whose kinds the layers are. */
  begin(stack: ShiftStack): void {
    this.severities.set(stack.map(({ severity }) => severity))
  }

  /** A copy of the shifted images [count, height, width, 3], in memory of its own. */
  result(): Uint8Array {
    return this.shifted.slice()
  }

  private draw(part: number): void {
    const { seed, keys, layers } = this.memory
    const { from, to } = this.range(part)
    const random = createRandom(seed).fork('shift')
    layers.forEach(({ kind, occurrence, drawn }, layer) => {
      const { draw } = findShift(kind)
      if (draw === undefined || drawn) return
      const stream = random.fork(layerName({ kind, occurrence }))
      for (let image = from; image < to; image++) this.draws[layer][image].set(draw(this.memory, stream.fork(keys[image])))
    })
  }

  private apply(part: number): void {
    const { height, width, layers } = this.memory
    const { from, to } = this.range(part)
    const size = imageValues(this.memory)
    const count = to - from
    let [pixels, next] = this.buffers.map((buffer) => buffer.subarray(0, count * size))
    toFloats(this.original.subarray(from * size, to * size), pixels)
    layers.forEach(({ kind }, layer) => {
      const severity = this.severities[layer]
      if (severity === 0) return
      const shift = findShift(kind)
      const batch: ShiftBatch = { count, height, width, pixels }
      shift.apply(batch, next, amountAt(shift, severity), this.draws[layer].slice(from, to))
      clip(next)
      ;[pixels, next] = [next, pixels]
    })
    toBytes(pixels, this.shifted.subarray(from * size, to * size))
  }

  private range(part: number): { readonly from: number; readonly to: number } {
    return { from: part * this.images, to: Math.min(this.memory.keys.length, (part + 1) * this.images) }
  }
}

/** The n-th shift of a kind draws the same wherever it stands in the stack. */
export const layerName = ({ kind, occurrence }: Pick<ShiftLayer, 'kind' | 'occurrence'>): string => `${kind}/${occurrence}`

const imageValues = ({ height, width }: ImageShape): number => height * width * 3

function rowsOf(values: Float32Array, count: number): Float32Array[] {
  const length = values.length / count
  return Array.from({ length: count }, (_, row) => values.subarray(row * length, (row + 1) * length))
}

const ONE = new Int32Array(Float32Array.of(1).buffer)[0]

/**
 * To [0,1], on the bits: those of floats that are not negative are in the same order as the floats. Where many values lie outside,
 * comparing floats costs three times as much, in branches that were guessed wrong.
 */
function clip(values: Float32Array): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length)
  for (let at = 0; at < bits.length; at++) {
    const notNegative = bits[at] & ~(bits[at] >> 31)
    const over = notNegative - ONE
    bits[at] = notNegative - (over & ~(over >> 31))
  }
}

function toFloats(bytes: Uint8Array, values: Float32Array): void {
  for (let at = 0; at < bytes.length; at++) values[at] = levels[bytes[at]]
}

/** Rounds values in [0,1] to the nearest of 256 levels; k/255 goes back to k exactly. */
function toBytes(values: Float32Array, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at++) bytes[at] = 255 * values[at] + 0.5
}
