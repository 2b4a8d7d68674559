/** Trustworthiness (Venna & Kaski 2001): how many of a layout's neighbours were neighbours in feature space. */
import { AppError } from '@shared/contract/failure'
import { createRandom } from '../nn/random'
import { checkFeatures, type FeatureMatrix } from './feature-matrix'
import { GROUP, PackedRows, packRows } from './packed-rows'
import { runAtOnce } from './run-in-slices'

export interface TrustworthinessOptions extends FeatureMatrix {
  /** [N,outputs] the layout; `outputs` defaults to 2. */
  readonly positions: Float32Array
  readonly outputs?: number
  /** Neighbours looked at, below N/2. */
  readonly neighbours: number
  /** At most this many points are judged, drawn by `seed`, each against all others. All by default. */
  readonly sample?: { readonly points: number; readonly seed: number }
}

/** 1 − 2/(nk(2N−3k−1)) Σᵢ Σ_{j near i in the layout} max(0, rank(i,j) − k), in [0,1]. Exchange features and positions for continuity. */
export function trustworthiness(options: TrustworthinessOptions): number {
  return runAtOnce(trustworthinessSteps(options))
}

/** The same as a generator that pauses after every few points and yields the share that is done, in (0,1]. */
export function* trustworthinessSteps(options: TrustworthinessOptions): Generator<number, number> {
  const { count, positions, outputs = 2, neighbours: k, sample } = options
  checkFeatures(options)
  checkFeatures({ features: positions, count, dimensions: outputs })
  if (k < 1 || k >= count / 2) {
    throw new AppError(
      'invalid-input',
      `Trustworthiness over ${k} neighbours needs more than ${2 * k} points; there are ${count}.`,
      `Use 1 to ${Math.max(1, Math.ceil(count / 2) - 1)} neighbours.`,
      'neighbours',
    )
  }
  const original = new PackedRows(packRows(options))
  const layout = new PackedRows(packRows({ features: positions, count, dimensions: outputs }))
  const judged = judgedGroups(Math.ceil(count / GROUP), sample)
  const near = new Int32Array(k)
  let penalty = 0
  let points = 0
  for (const [done, group] of judged.entries()) {
    original.distances(group, { from: 0, to: original.groups })
    layout.distances(group, { from: 0, to: layout.groups })
    for (let i = group * GROUP; i < Math.min(count, (group + 1) * GROUP); i++) {
      const row = distancesOf(original, i)
      nearest(distancesOf(layout, i), near)
      for (const j of near) penalty += Math.max(0, rankOf(row, j) - k)
      points++
    }
    yield (done + 1) / judged.length
  }
  return 1 - (2 * penalty) / (points * k * (2 * count - 3 * k - 1))
}

/** Whole groups of four rows, since distances are computed four rows at once. */
function judgedGroups(groups: number, sample: TrustworthinessOptions['sample']): Int32Array {
  const wanted = sample === undefined ? groups : Math.min(groups, Math.ceil(sample.points / GROUP))
  if (wanted === groups || sample === undefined) return Int32Array.from({ length: groups }, (_, group) => group)
  return createRandom(sample.seed).fork('trustworthiness').permutation(groups).subarray(0, wanted)
}

/** The row of a point within the strip of its group. It is not its own neighbour: its own distance is infinite. */
function distancesOf({ strip, stride, count }: PackedRows, i: number): Float32Array {
  const start = (i % GROUP) * stride
  strip[start + i] = Number.POSITIVE_INFINITY
  return strip.subarray(start, start + count)
}

/** Fills `indices` with the smallest entries of a row by insertion; equal ones go by index. */
function nearest(row: Float32Array, indices: Int32Array): void {
  let size = 0
  for (let j = 0; j < row.length; j++) {
    if (size === indices.length && row[j] >= row[indices[size - 1]]) continue
    let at = size < indices.length ? size++ : size - 1
    for (; at > 0 && row[indices[at - 1]] > row[j]; at--) indices[at] = indices[at - 1]
    indices[at] = j
  }
}

/** 1 for the nearest; equal distances rank by index. */
function rankOf(row: Float32Array, j: number): number {
  const distance = row[j]
  let rank = 1
  for (let l = 0; l < j; l++) rank += row[l] <= distance ? 1 : 0
  for (let l = j + 1; l < row.length; l++) rank += row[l] < distance ? 1 : 0
  return rank
}
