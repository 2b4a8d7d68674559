/** What a search tries: ranges of the parameters that matter most, where the method and network have them. */
import type { RandomStream } from '../../nn/random'

interface Range {
  readonly name: string
  readonly low: number
  readonly high: number
  readonly scale: 'log' | 'linear'
}

const ranges: readonly Range[] = [
  { name: 'learningRate', low: 1e-4, high: 1e-2, scale: 'log' },
  { name: 'weightDecay', low: 1e-6, high: 1e-2, scale: 'log' },
  { name: 'labelSmoothing', low: 0, high: 0.2, scale: 'linear' },
  { name: 'lambdaMax', low: 0.1, high: 2, scale: 'log' },
  { name: 'dropout', low: 0, high: 0.6, scale: 'linear' },
]
const batches = [16, 32, 64, 128] as const

export interface Sample {
  readonly batch: number
  readonly settings: Readonly<Record<string, number>>
}

/** A point of the space; batches are at most a quarter of the training images. */
export function drawSample(random: RandomStream, knows: (name: string) => boolean, images: number): Sample {
  const fitting = batches.filter((batch) => 4 * batch <= images)
  return {
    batch: fitting[random.integer(Math.max(1, fitting.length))] ?? batches[0],
    settings: Object.fromEntries(ranges.filter(({ name }) => knows(name)).map((range) => [range.name, within(range, random.uniform())])),
  }
}

function within({ low, high, scale }: Range, part: number): number {
  const value = scale === 'log' ? low * (high / low) ** part : low + (high - low) * part
  return Number(value.toPrecision(3))
}
