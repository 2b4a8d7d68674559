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
import { calibrate } from './affinities'
import { type NearestReferences, nearestReferences } from './nearest-references'
import { RepulsionField } from './repulsion-field'

export interface PlacerOptions {
  /** [M,2] the fixed map. */
  readonly positions: Float32Array
  /** [M,M] squared distances between the features of the reference points. */
  readonly squaredDistances: Float32Array
}

export interface Placer {
  /** distances [N,M] squared, from the features of new points to those of the reference points → positions [N,2]. */
  place(squaredDistances: Float32Array): Float32Array
}

/** openTSNE's defaults, but for the number of steps, after which a longer descent moves points by less than they measure. */
const PERPLEXITY = 5
const NEIGHBOURS = 25
const EXAGGERATION = 1.5
const LEARNING_RATE = 0.1
const MOMENTUM = 0.8
const LONGEST_GRADIENT = 0.25
const STEPS = 60

/** Deterministic. Wants more than one reference point. */
export function createPlacer({ positions, squaredDistances }: PlacerOptions): Placer {
  const references = positions.length / 2
  if (references < 2 || squaredDistances.length !== references ** 2) {
    throw new Error(`a map of ${references} points does not fit ${squaredDistances.length} distances`)
  }
  const field = new RepulsionField(positions)
  const k = Math.min(NEIGHBOURS, references)
  const neighbourhood = (distances: Float32Array): Neighbourhood => {
    const nearest = nearestReferences(distances, references, k)
    return { nearest, weights: conditionals(nearest, Math.min(PERPLEXITY, k)) }
  }
  const own = descend(neighbourhood(squaredDistances), positions, field)
  const misses = positions.map((value, at) => value - own[at])
  return {
    place(distances) {
      const around = neighbourhood(distances)
      const placed = descend(around, positions, field)
      correct(placed, around, misses)
      return Float32Array.from(placed)
    },
  }
}

interface Neighbourhood {
  readonly nearest: NearestReferences
  /** [N,K] p(j|i). */
  readonly weights: Float64Array
}

function conditionals({ count, k, squaredDistances }: NearestReferences, perplexity: number): Float64Array {
  const weights = new Float64Array(count * k)
  for (let row = 0; row < count; row++) {
    calibrate(squaredDistances.subarray(row * k, (row + 1) * k), Math.log(perplexity), weights.subarray(row * k, (row + 1) * k))
  }
  return weights
}

function descend({ nearest, weights }: Neighbourhood, positions: Float32Array, field: RepulsionField): Float64Array {
  const { count, k, indices } = nearest
  const placed = new Float64Array(2 * count)
  const gradient = new Float64Array(2)
  const push = new Float64Array(2)
  for (let row = 0; row < count; row++) {
    const neighbours: Pull = {
      indices: indices.subarray(row * k, (row + 1) * k),
      weights: weights.subarray(row * k, (row + 1) * k),
      positions,
    }
    let [x, y] = weightedMean(neighbours)
    let [velocityX, velocityY] = [0, 0]
    for (let step = 0; step < STEPS; step++) {
      field.read(x, y, push)
      pullGradient(neighbours, x, y, gradient)
      const gradientX = gradient[0] - 2 * push[0]
      const gradientY = gradient[1] - 2 * push[1]
      const length = Math.hypot(gradientX, gradientY)
      const scale = LEARNING_RATE * (length > LONGEST_GRADIENT ? LONGEST_GRADIENT / length : 1)
      velocityX = MOMENTUM * velocityX - scale * gradientX
      velocityY = MOMENTUM * velocityY - scale * gradientY
      x += velocityX
      y += velocityY
    }
    placed[2 * row] = x
    placed[2 * row + 1] = y
  }
  return placed
}

interface Pull {
  readonly indices: Int32Array
  readonly weights: Float64Array
  readonly positions: Float32Array
}

function weightedMean({ indices, weights, positions }: Pull): [number, number] {
  let [x, y] = [0, 0]
  for (let n = 0; n < indices.length; n++) {
    x += weights[n] * positions[2 * indices[n]]
    y += weights[n] * positions[2 * indices[n] + 1]
  }
  return [x, y]
}

/** Fills `gradient` with 2e Σⱼ p(j|i) wᵢⱼ (yᵢ−yⱼ) at (x,y). */
function pullGradient({ indices, weights, positions }: Pull, x: number, y: number, gradient: Float64Array): void {
  let [sumX, sumY] = [0, 0]
  for (let n = 0; n < indices.length; n++) {
    const dx = x - positions[2 * indices[n]]
    const dy = y - positions[2 * indices[n] + 1]
    const weight = weights[n] / (1 + dx * dx + dy * dy)
    sumX += weight * dx
    sumY += weight * dy
  }
  gradient[0] = 2 * EXAGGERATION * sumX
  gradient[1] = 2 * EXAGGERATION * sumY
}

function correct(placed: Float64Array, { nearest, weights }: Neighbourhood, misses: Float32Array): void {
  const { count, k, indices, squaredDistances } = nearest
  for (let row = 0; row < count; row++) {
    // Keeps the weight of a point that coincides with a reference finite, and that of all others as good as none.
    const least = 1e-6 * squaredDistances[(row + 1) * k - 1] || 1
    let [sum, x, y] = [0, 0, 0]
    for (let at = row * k; at < (row + 1) * k; at++) {
      const weight = weights[at] / Math.max(squaredDistances[at], least)
      sum += weight
      x += weight * misses[2 * indices[at]]
      y += weight * misses[2 * indices[at] + 1]
    }
    placed[2 * row] += x / sum
    placed[2 * row + 1] += y / sum
  }
}
