/**
 * Places new points into a t-SNE map that stays as it is, in the manner of openTSNE's `transform` (Poličar, Stražar & Zupan 2019).
 *
 * A new point i has affinities p(j|i) to its nearest reference points j, of entropy ln(perplexity), as t-SNE has them. It starts at
 * the mean Σⱼ p(j|i) yⱼ and takes steps of gradient descent with momentum on its own
 *   KLᵢ = Σⱼ p(j|i) ln(p(j|i)/q(j|i)),  q(j|i) = wᵢⱼ / Σₖ wᵢₖ,  wᵢⱼ = 1/(1+|yᵢ−yⱼ|²)
 *   ∂KLᵢ/∂yᵢ = 2 Σⱼ (e·p(j|i) − q(j|i)) wᵢⱼ (yᵢ−yⱼ)    with exaggeration e on the attraction.
 * New points do not push each other, so where one lands depends on nothing but itself.
 *
 * Deviation: what a reference point misses its own place by, when it is placed as if it were new, is taken off again: from each
 * point by the misses of its neighbours, weighted by p(j|i)/d²ᵢⱼ. So a point that has not moved lands where it was, and one that
 * moves a little moves a little.
 */
import { PlacingWork } from './placing-work'
import { tabulateRepulsion } from './repulsion-field'
import { alone, type Crew } from './threads/crew'

export interface PlacerOptions {
  /** [M,2] the fixed map. */
  readonly positions: Float32Array
  /** [M,M] squared distances between the features of the reference points. */
  readonly squaredDistances: Float32Array
  /** Who computes, which makes no difference to where a point lands; the calling thread alone unless stated. */
  readonly crew?: Crew
}

export interface Placer {
  /** distances [N,M] squared, from the features of new points to those of the reference points → positions [N,2]. */
  place(squaredDistances: Float32Array): Float32Array
}

/** Deterministic. Wants more than one reference point. */
export function createPlacer({ positions, squaredDistances, crew = alone }: PlacerOptions): Placer {
  const references = positions.length / 2
  if (references < 2 || squaredDistances.length !== references ** 2) {
    throw new Error(`a map of ${references} points does not fit ${squaredDistances.length} distances`)
  }
  const field = tabulateRepulsion(positions)
  const [map, misses] = [sharedFloats(2 * references), sharedFloats(2 * references)]
  map.set(positions)
  let work = workFor(references)

  function workFor(count: number): PlacingWork {
    return new PlacingWork({
      kind: 'placing',
      count,
      references,
      field,
      positions: map.buffer,
      misses: misses.buffer,
      distances: sharedFloats(count * references).buffer,
      placed: new SharedArrayBuffer(2 * count * Float64Array.BYTES_PER_ELEMENT),
    })
  }

  /** [N,2]; used again by the next call. */
  function land(distances: Float32Array): Float64Array {
    const count = distances.length / references
    if (count !== work.memory.count) work = workFor(count)
    work.distances.set(distances)
    crew.run(work, 0, work.parts)
    return work.placed
  }

  // As long as all misses are 0, none is taken off.
  const own = land(squaredDistances)
  misses.set(positions.map((value, at) => value - own[at]))
  return { place: (distances) => Float32Array.from(land(distances)) }
}

const sharedFloats = (length: number): Float32Array<SharedArrayBuffer> =>
  new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT))
