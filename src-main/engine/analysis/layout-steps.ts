/** From features to a settled layout in small steps, so that the caller decides when to look, to breathe and to stop. */

import { createRandom } from '../nn/random'
import { affinities, checkPerplexity, neighboursForPerplexity } from './affinities'
import { canonicalOrder, gatherRows, scatterRows } from './canonical-order'
import { checkFeatures, type FeatureMatrix } from './feature-matrix'
import { nearestNeighbourSteps } from './nearest-neighbours'
import { pca } from './pca'
import { alone, type Crew } from './threads/crew'
import { createTsne, FULL_SCHEDULE, type Tsne, type TsnePhase, WARM_SCHEDULE } from './tsne'

export interface LayoutRequest extends FeatureMatrix {
  readonly perplexity: number
  readonly seed: number
  /** [N,2] settled layout of the same points to go on from; without it the layout starts from PCA with the full schedule. */
  readonly previous?: Float32Array
  /** Where a first layout starts: PCA scores unless stated. A random start shows how much of the picture the start decides. */
  readonly start?: 'pca' | 'random'
  /** 250 iterations with exaggeration and 500 without for a first layout, 250 from a previous one, unless stated. */
  readonly schedule?: readonly TsnePhase[]
  /** Who computes; the layout is the same whoever does. This thread alone unless stated. */
  readonly crew?: Crew
}

/** Fewer points are laid out alone: threads would wait for each other longer than they compute. */
const LEAST_SHARED = 1_500

export type LayoutProgress =
  | { readonly stage: 'neighbours'; readonly share: number }
  | { readonly stage: 'optimising'; readonly tsne: Tsne }

/**
 * Neighbours, affinities, start, then one yield per iteration. Deterministic in the request, and the same for the same points in
 * another order, to the bit: all of it runs in the canonical order of the rows. Throws `invalid-input` for input that has no map.
 */
export function* layoutSteps(request: LayoutRequest): Generator<LayoutProgress, Tsne> {
  const { count, dimensions, perplexity, seed } = request
  const crew = count < LEAST_SHARED ? alone : (request.crew ?? alone)
  checkFeatures(request)
  checkPerplexity(perplexity, count)
  const order = canonicalOrder(request)
  const features = gatherRows(request.features, order, dimensions)
  const previous = request.previous && gatherRows(request.previous, order, 2)
  const search = nearestNeighbourSteps({ features, count, dimensions, k: neighboursForPerplexity(perplexity), crew })
  let found = search.next()
  while (!found.done) {
    yield { stage: 'neighbours', share: found.value }
    found = search.next()
  }
  const tsne = inGivenOrder(
    createTsne({
      affinities: affinities(found.value, perplexity),
      seed,
      initial:
        previous ?? (request.start === 'random' ? scattered(count, seed) : pca({ features, count, dimensions, components: 2 }).scores),
      start: previous === undefined ? 'rescale' : 'as-is',
      crew,
      schedule: request.schedule ?? (previous === undefined ? FULL_SCHEDULE : WARM_SCHEDULE),
    }),
    order,
  )
  while (tsne.iteration < tsne.iterations) {
    tsne.step()
    yield { stage: 'optimising', tsne }
  }
  return tsne
}

/** [N,2] normal coordinates drawn by the seed. */
function scattered(count: number, seed: number): Float32Array {
  const random = createRandom(seed).fork('start')
  return Float32Array.from({ length: 2 * count }, () => random.normal())
}

function inGivenOrder(tsne: Tsne, order: Int32Array): Tsne {
  return {
    count: tsne.count,
    iterations: tsne.iterations,
    get iteration() {
      return tsne.iteration
    },
    positions: () => scatterRows(tsne.positions(), order, 2),
    step: tsne.step,
    kl: tsne.kl,
  }
}
