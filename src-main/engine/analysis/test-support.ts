/** What the tests of this folder share: synthetic points, and the naive forms they are compared with. */
import { expect } from 'vitest'
import { createRandom } from '../nn/random'
import type { FeatureMatrix } from './feature-matrix'

/** |got − want| ≤ rtol (|want| + max|want|) + 2e-6, entry by entry. */
export function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, rtol: number): void {
  expect(got.length).toBe(want.length)
  let largest = 0
  for (let i = 0; i < want.length; i++) largest = Math.max(largest, Math.abs(want[i]))
  for (let i = 0; i < want.length; i++) {
    const allowed = rtol * (Math.abs(want[i]) + largest) + 2e-6
    if (!(Math.abs(got[i] - want[i]) <= allowed)) expect.fail(`entry ${i}: got ${got[i]}, want ${want[i]} within ${allowed}`)
  }
}

export interface BlobOptions {
  readonly count: number
  readonly dimensions: number
  readonly blobs: number
  /** Standard deviation of the centres; the points of a blob have 1. */
  readonly spread: number
  readonly seed: number
}

/** Gaussian blobs; point i belongs to blob i mod blobs. */
export function blobs({ count, dimensions, blobs: groups, spread, seed }: BlobOptions): FeatureMatrix {
  const random = createRandom(seed)
  const centres = Float64Array.from({ length: groups * dimensions }, () => spread * random.normal())
  const features = Float32Array.from({ length: count * dimensions }, (_, at) => {
    const blob = Math.floor(at / dimensions) % groups
    return centres[blob * dimensions + (at % dimensions)] + random.normal()
  })
  return { features, count, dimensions }
}

export function squaredDistance({ features, dimensions }: FeatureMatrix, i: number, j: number): number {
  let sum = 0
  for (let d = 0; d < dimensions; d++) sum += (features[i * dimensions + d] - features[j * dimensions + d]) ** 2
  return sum
}

/** Share of points whose nearest neighbour in the layout [N,2] belongs to their own group of `groups`. */
export function nearestInOwnGroup(positions: Float32Array, groups: number): number {
  const layout = { features: positions, count: positions.length / 2, dimensions: 2 }
  let own = 0
  for (let i = 0; i < layout.count; i++) {
    let best = i === 0 ? 1 : 0
    for (let j = 0; j < layout.count; j++) if (j !== i && squaredDistance(layout, i, j) < squaredDistance(layout, i, best)) best = j
    own += best % groups === i % groups ? 1 : 0
  }
  return own / layout.count
}
