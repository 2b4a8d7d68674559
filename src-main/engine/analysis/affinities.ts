/** t-SNE's P: Gaussian similarities calibrated to a perplexity on the nearest neighbours, made symmetric and sparse. */
import { AppError } from '@shared/contract/failure'
import type { Neighbours } from './nearest-neighbours'

/** Symmetric joint probabilities in compressed rows; they sum to 1, columns ascend, the diagonal is absent. */
export interface Affinities {
  readonly count: number
  /** [N+1] where each row starts. */
  readonly rowStart: Int32Array
  readonly columns: Int32Array
  readonly values: Float64Array
}

const ENTROPY_TOLERANCE = 1e-7
const MAX_STEPS = 200
/** Longest Newton step while β has no upper bound: the entropy is flat far from its solution. */
const LONGEST_FACTOR = 4

/** Neighbours a perplexity needs; farther ones have no weight to speak of (van der Maaten 2014). */
export function neighboursForPerplexity(perplexity: number): number {
  return Math.max(1, Math.floor(3 * perplexity))
}

/** Throws `invalid-input`, naming the largest perplexity that fits, when `count` points are too few. */
export function checkPerplexity(perplexity: number, count: number): void {
  if (!(perplexity >= 1) || !Number.isFinite(perplexity)) {
    throw new AppError(
      'invalid-input',
      `Perplexity ${perplexity} is not a number of neighbours.`,
      'Give 1 or more; 30 is usual.',
      'perplexity',
    )
  }
  if (neighboursForPerplexity(perplexity) < count) return
  const fits = Math.floor((count - 1) / 3)
  throw new AppError(
    'invalid-input',
    `Perplexity ${perplexity} needs more than ${neighboursForPerplexity(perplexity)} points; there are ${count}.`,
    fits >= 1 ? `Use perplexity ${fits} or less, or add points.` : 'Add points: a map needs at least 4.',
    'perplexity',
  )
}

/**
 * p(j|i) ∝ exp(−βᵢ d²ᵢⱼ) over the given neighbours, βᵢ such that the entropy is ln(perplexity); P = (p(j|i) + p(i|j)) / 2N.
 * van der Maaten & Hinton 2008, eq. 1-2 and §3.1; exact when all N−1 neighbours are given.
 */
export function affinities(neighbours: Neighbours, perplexity: number): Affinities {
  const { count, k, indices, squaredDistances } = neighbours
  if (!(perplexity >= 1) || perplexity > k) {
    throw new AppError(
      'invalid-input',
      `Perplexity ${perplexity} does not fit ${k} neighbours.`,
      `Use 1 to ${Math.floor(k / 3)}.`,
      'perplexity',
    )
  }
  const conditional = new Float64Array(count * k)
  for (let i = 0; i < count; i++) {
    calibrate(squaredDistances.subarray(i * k, (i + 1) * k), Math.log(perplexity), conditional.subarray(i * k, (i + 1) * k))
  }
  return symmetrise(conditional, indices, { count, k })
}

/** Fills `weights` with p(·|i) of entropy `targetEntropy` in nats, distances ascending. Newton's method on ln β, kept inside the bracket that its own steps narrow. */
export function calibrate(distances: Float32Array, targetEntropy: number, weights: Float64Array): void {
  const nearest = distances[0]
  let mean = 0
  for (const distance of distances) mean += (distance - nearest) / distances.length
  // Neighbours that are all equally far carry equal weight whatever β is.
  let beta = mean > 0 ? 1 / mean : 1
  let low = 0
  let high = Number.POSITIVE_INFINITY
  for (let step = 0; step < MAX_STEPS; step++) {
    let sum = 0
    let first = 0
    let second = 0
    for (let n = 0; n < distances.length; n++) {
      const gap = distances[n] - nearest
      const weight = Math.exp(-beta * gap)
      weights[n] = weight
      sum += weight
      first += weight * gap
      second += weight * gap * gap
    }
    const meanGap = first / sum
    const excess = Math.log(sum) + beta * meanGap - targetEntropy
    if (mean === 0 || Math.abs(excess) < ENTROPY_TOLERANCE) break
    if (excess > 0) low = beta
    else high = beta
    // The entropy falls with ln β at the rate β² · variance of the gaps.
    const newton = beta * Math.exp(excess / (beta * beta * (second / sum - meanGap * meanGap)))
    if (high === Number.POSITIVE_INFINITY) beta = newton > beta ? Math.min(newton, LONGEST_FACTOR * beta) : LONGEST_FACTOR * beta
    else beta = newton > low && newton < high ? newton : (low + high) / 2
    // Several neighbours at the smallest distance hold the entropy up for good.
    if (!Number.isFinite(beta)) break
  }
  let sum = 0
  for (const weight of weights) sum += weight
  for (let n = 0; n < weights.length; n++) weights[n] /= sum
}

function symmetrise(conditional: Float64Array, indices: Int32Array, { count, k }: { count: number; k: number }): Affinities {
  const incoming = new Int32Array(count + 1)
  for (const j of indices) incoming[j + 1]++
  for (let i = 0; i < count; i++) incoming[i + 1] += incoming[i]
  const fill = incoming.slice(0, count)
  const origin = new Int32Array(count * k)
  const weight = new Float64Array(count * k)
  for (let i = 0, at = 0; i < count; i++) {
    for (let n = 0; n < k; n++, at++) {
      const slot = fill[indices[at]]++
      origin[slot] = i
      weight[slot] = conditional[at]
    }
  }
  const rowStart = new Int32Array(count + 1)
  const columns: Int32Array = new Int32Array(2 * count * k)
  const values = new Float64Array(2 * count * k)
  const row = new Float64Array(count)
  const present = new Uint8Array(count)
  const members = new Int32Array(count)
  let length = 0
  for (let i = 0; i < count; i++) {
    let size = 0
    const add = (j: number, p: number): void => {
      if (!present[j]) {
        present[j] = 1
        members[size++] = j
      }
      row[j] += p
    }
    for (let n = i * k; n < (i + 1) * k; n++) add(indices[n], conditional[n])
    for (let n = incoming[i]; n < incoming[i + 1]; n++) add(origin[n], weight[n])
    for (const j of members.subarray(0, size).sort()) {
      columns[length] = j
      values[length++] = row[j] / (2 * count)
      row[j] = 0
      present[j] = 0
    }
    rowStart[i + 1] = length
  }
  return { count, rowStart, columns: columns.slice(0, length), values: values.slice(0, length) }
}
