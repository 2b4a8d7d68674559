/** Placing new points into a map as parts that threads can share: some points at a time, since none looks at another new one. */
import { calibrate } from './affinities'
import { type NearestReferences, nearestReferences } from './nearest-references'
import { type FieldMemory, RepulsionField } from './repulsion-field'
import type { SharedWork } from './threads/shared-work'

/** openTSNE's defaults, but for the number of steps, after which a longer descent moves points by less than they measure. */
const PERPLEXITY = 5
const NEIGHBOURS = 25
const EXAGGERATION = 1.5
const LEARNING_RATE = 0.1
const MOMENTUM = 0.8
const LONGEST_GRADIENT = 0.25
const STEPS = 60

/** Points placed as one part. */
const CHUNK = 32

/** All float32 but for `placed`. */
export interface PlacingMemory {
  readonly kind: 'placing'
  /** New points. */
  readonly count: number
  readonly references: number
  readonly field: FieldMemory
  /** [M,2] the fixed map. */
  readonly positions: SharedArrayBuffer
  /** [M,2] what is taken off again, by reference point. */
  readonly misses: SharedArrayBuffer
  /** [N,M] squared. */
  readonly distances: SharedArrayBuffer
  /** [N,2] float64, where they land. */
  readonly placed: SharedArrayBuffer
}

export class PlacingWork implements SharedWork {
  readonly phases = [(part: number): void => this.place(part)]
  readonly parts: number
  readonly distances: Float32Array
  readonly placed: Float64Array
  private readonly positions: Float32Array
  private readonly misses: Float32Array
  private readonly field: RepulsionField

  constructor(readonly memory: PlacingMemory) {
    this.parts = Math.ceil(memory.count / CHUNK)
    this.distances = new Float32Array(memory.distances)
    this.placed = new Float64Array(memory.placed)
    this.positions = new Float32Array(memory.positions)
    this.misses = new Float32Array(memory.misses)
    this.field = new RepulsionField(memory.field)
  }

  private place(part: number): void {
    const { count, references } = this.memory
    const from = part * CHUNK
    const to = Math.min(count, from + CHUNK)
    const k = Math.min(NEIGHBOURS, references)
    const nearest = nearestReferences(this.distances.subarray(from * references, to * references), references, k)
    const around = { nearest, weights: conditionals(nearest, Math.min(PERPLEXITY, k)) }
    const placed = descend(around, this.positions, this.field)
    correct(placed, around, this.misses)
    this.placed.set(placed, 2 * from)
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
