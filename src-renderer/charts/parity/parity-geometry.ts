/** Where the marks of a parity plot lie: a log axis over the differences and the tolerance, a band for each domain. */
import { scaleLog } from 'd3'
import type { Size } from '../use-size'

export interface ParityMark {
  readonly x: number
  readonly y: number
  readonly difference: number
}

/** Differences that are exactly 0 stand here: below it 32-bit floats tell nothing apart. */
const least = 1e-9
/** As many as can still be told from each other. */
const mostMarks = 300

export function parityGeometry({ width, height, scale }: Size, differences: readonly number[], tolerance: number) {
  const largest = differences.reduce((most, one) => Math.max(most, one), 0)
  const smallest = differences.reduce((low, one) => Math.min(low, Math.max(one, least)), tolerance)
  const low = 10 ** Math.floor(Math.log10(smallest))
  const high = 10 ** Math.ceil(Math.log10(Math.max(largest, tolerance) * 1.5))
  const left = 78 * scale
  const right = width - 110 * scale
  const bottom = height - 34 * scale
  const x = scaleLog().domain([low, high]).range([left, right]).clamp(true)
  const decades = Math.round(Math.log10(high / low))
  const every = Math.max(1, Math.ceil((decades * 44 * scale) / Math.max(1, right - left)))
  const ticks = Array.from({ length: Math.floor(decades / every) + 1 }, (_, at) => Math.round(Math.log10(low)) + at * every)
  return { x, left, right, top: 22 * scale, bottom, ticks, bandHeight: (bottom - 22 * scale) / 2 }
}

/** One mark an image, the largest difference always among them; heights within the band follow the image's place, so that redrawing moves none. */
export function parityMarks(
  differences: readonly number[],
  x: (difference: number) => number,
  band: { readonly middle: number; readonly height: number },
): ParityMark[] {
  const step = Math.max(1, differences.length / mostMarks)
  const shown = new Set(Array.from({ length: Math.min(mostMarks, differences.length) }, (_, at) => Math.floor(at * step)))
  const largest = differences.reduce((best, one, at) => (one > (differences[best] as number) ? at : best), 0)
  if (differences.length > 0) shown.add(largest)
  return [...shown].map((at) => {
    const difference = differences[at] as number
    // The golden ratio spreads neighbours evenly.
    const spread = ((at * 0.618034) % 1) - 0.5
    return { difference, x: x(Math.max(difference, least)), y: band.middle + spread * band.height }
  })
}

/** "10⁻⁴". */
export function powerOfTen(exponent: number): string {
  return `10${[...String(exponent)].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('')}`
}
