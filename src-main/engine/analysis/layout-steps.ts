/** From features to a settled layout in small steps, so that the caller decides when to look, to breathe and to stop. */
import { affinities, checkPerplexity, neighboursForPerplexity } from './affinities'
import { checkFeatures, type FeatureMatrix } from './feature-matrix'
import { nearestNeighbourSteps } from './nearest-neighbours'
import { pca } from './pca'
import { createTsne, FULL_SCHEDULE, type Tsne, type TsnePhase, WARM_SCHEDULE } from './tsne'

export interface LayoutRequest extends FeatureMatrix {
  readonly perplexity: number
  readonly seed: number
  /** [N,2] settled layout of the same points to go on from; without it the layout starts from PCA with the full schedule. */
  readonly previous?: Float32Array
  /** 250 iterations with exaggeration and 500 without from PCA, 250 from a previous layout, unless stated. */
  readonly schedule?: readonly TsnePhase[]
}

export type LayoutProgress =
  | { readonly stage: 'neighbours'; readonly share: number }
  | { readonly stage: 'optimising'; readonly tsne: Tsne }

/** Neighbours, affinities, start, then one yield per iteration. Deterministic in the request. Throws `invalid-input` for input that has no map. */
export function* layoutSteps(request: LayoutRequest): Generator<LayoutProgress, Tsne> {
  const { features, count, dimensions, perplexity, seed, previous } = request
  checkFeatures(request)
  checkPerplexity(perplexity, count)
  const k = neighboursForPerplexity(perplexity)
  const search = nearestNeighbourSteps({ features, count, dimensions, k })
  let found = search.next()
  while (!found.done) {
    yield { stage: 'neighbours', share: found.value }
    found = search.next()
  }
  const tsne = createTsne({
    affinities: affinities(found.value, perplexity),
    seed,
    initial: previous ?? pca({ features, count, dimensions, components: 2 }).scores,
    start: previous === undefined ? 'rescale' : 'as-is',
    schedule: request.schedule ?? (previous === undefined ? FULL_SCHEDULE : WARM_SCHEDULE),
  })
  while (tsne.iteration < tsne.iterations) {
    tsne.step()
    yield { stage: 'optimising', tsne }
  }
  return tsne
}
