/** Applies a stack of shifts to a batch of images: eight bits in, eight bits out, as files have them. */
import type { ShiftStack } from '@shared/domain/shift'
import { alone, type Crew } from '../analysis/threads/crew'
import { createRandom } from '../nn/random'
import { findShift } from './registry'
import type { ImageShape } from './shift'
import { layerName, type ShiftLayer, ShiftWork, shiftPhase } from './shift-work'

export interface ShiftImages extends ImageShape {
  /** [count, height, width, 3] uint8 RGB. */
  readonly pixels: Uint8Array
  /** Identity of each image, such as the hash of its content: with the seed it decides everything random about it. */
  readonly keys: readonly string[]
}

export interface Shifter {
  /** The shifted images [count, height, width, 3] uint8, newly allocated. At severity 0 throughout, a bit-exact copy. */
  apply(stack: ShiftStack): Uint8Array
}

/** Lists of kinds whose work is kept: that of the sliders, and that of a sweep which runs beside them. */
const keptWorks = 2

/**
 * Draws are kept between calls, so that the second look at a stack costs arithmetic only. The n-th shift of a kind draws the same
 * wherever it stands in the stack. Between two shifts values are clipped but not rounded. Which thread of the crew shifts an image
 * makes no difference; the calling one does it alone unless stated.
 */
export function createShifter(images: ShiftImages, seed: number, crew: Crew = alone): Shifter {
  const { height, width, keys } = images
  const original = new SharedArrayBuffer(images.pixels.length)
  new Uint8Array(original).set(images.pixels)
  const shifted = new SharedArrayBuffer(images.pixels.length)
  const draws = new Map<string, SharedArrayBuffer>()
  const works = new Map<string, ShiftWork>()

  function layerOf(kind: string, occurrence: number): ShiftLayer {
    const { draw } = findShift(kind)
    if (draw === undefined || keys.length === 0) return { kind, occurrence, draws: null, drawn: true }
    const name = layerName({ kind, occurrence })
    const known = draws.get(name)
    if (known !== undefined) return { kind, occurrence, draws: known, drawn: true }
    const { byteLength } = draw({ height, width }, createRandom(seed))
    return { kind, occurrence, draws: new SharedArrayBuffer(byteLength * keys.length), drawn: false }
  }

  function workOn(kinds: readonly string[]): ShiftWork {
    const name = kinds.join()
    const work = works.get(name) ?? draw(kinds)
    works.delete(name)
    works.set(name, work)
    for (const oldest of [...works.keys()].slice(0, -keptWorks)) works.delete(oldest)
    return work
  }

  function draw(kinds: readonly string[]): ShiftWork {
    const layers = kinds.map((kind, at) => layerOf(kind, kinds.slice(0, at).filter((one) => one === kind).length))
    const severities = new SharedArrayBuffer(layers.length * Float64Array.BYTES_PER_ELEMENT)
    const work = new ShiftWork({ kind: 'shift', height, width, seed, keys, original, shifted, layers, severities })
    crew.run(work, shiftPhase.draw, work.parts)
    for (const layer of layers) if (layer.draws !== null) draws.set(layerName(layer), layer.draws)
    return work
  }

  return {
    apply(stack) {
      const work = workOn(stack.map(({ kind }) => kind))
      work.begin(stack)
      crew.run(work, shiftPhase.apply, work.parts)
      return work.result()
    },
  }
}
