/** Exact k nearest neighbours by Euclidean distance, computed once per pair and blocked for the cache. */
import { AppError } from '@shared/contract/failure'
import { checkFeatures, type FeatureMatrix } from './feature-matrix'
import { NeighbourSearch, neighbourMemory } from './neighbour-search'
import { runAtOnce } from './run-in-slices'
import { alone, type Crew } from './threads/crew'

/** The `k` nearest other points of each point, nearest first; equal distances are ordered by index. */
export interface Neighbours {
  readonly count: number
  readonly k: number
  /** [N,K]. */
  readonly indices: Int32Array
  /** [N,K] squared Euclidean. */
  readonly squaredDistances: Float32Array
}

export interface NeighbourOptions extends FeatureMatrix {
  /** Neighbours per point, 1 to N−1. */
  readonly k: number
  /** Who searches: this thread alone unless stated. */
  readonly crew?: Crew
}

/** Squared differences summed by a thread between two pauses: some ten milliseconds. */
const WORK_BETWEEN_PAUSES = 40_000_000
const SEARCH = 0
const SETTLE = 1

export function nearestNeighbours(options: NeighbourOptions): Neighbours {
  return runAtOnce(nearestNeighbourSteps(options))
}

/** The same as a generator that pauses every few milliseconds and yields the share that is done, in (0,1]. */
export function* nearestNeighbourSteps(options: NeighbourOptions): Generator<number, Neighbours> {
  const { count, k, crew = alone } = options
  checkFeatures(options)
  if (k < 1 || k >= count) {
    throw new AppError('invalid-input', `${count} points have no ${k} neighbours each.`, `Ask for 1 to ${count - 1} neighbours.`, 'k')
  }
  const search = new NeighbourSearch(neighbourMemory(options, { k, threads: crew.threads }))
  search.begin()
  const atOnce = crew.threads * Math.ceil(WORK_BETWEEN_PAUSES / search.tileWork)
  for (let first = 0; first < search.tiles; first += atOnce) {
    const parts = Math.min(atOnce, search.tiles - first)
    search.firstTile[0] = first
    crew.run(search, SEARCH, parts)
    yield (first + parts) / search.tiles
  }
  crew.run(search, SETTLE, search.chunks)
  const { indices, distances } = search.found()
  return { count, k, indices, squaredDistances: distances }
}
