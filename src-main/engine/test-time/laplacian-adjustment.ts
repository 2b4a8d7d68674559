/**
 * Laplacian adjusted maximum-likelihood estimation of a batch's class probabilities (LAME: Boudiaf et al., CVPR 2022,
 * arXiv:2201.05718, eq. 4 and 6).
 *
 *   min over Z of  Σᵢ KL(zᵢ‖pᵢ) − Σᵢⱼ wᵢⱼ·zᵢᵀzⱼ;   zᵢ ← softmax(log pᵢ + Σⱼ wᵢⱼ·zⱼ) until the objective settles
 *
 * w from the features, each scaled to length one: 1 for the k nearest neighbours (`knn`), or e^(−d²/2σ²) with σ the mean
 * distance to the k-th nearest (`rbf`). The bound behind the update wants a symmetric w; the authors' default, kNN as it comes,
 * is not.
 */
export interface Affinities {
  readonly kind: 'knn' | 'rbf'
  /** k, at least 1; at most all other images are taken. */
  readonly neighbours: number
  /** ½·(w + wᵀ) in place of w. */
  readonly symmetric: boolean
}

interface Rows {
  readonly values: Float32Array
  readonly count: number
  readonly width: number
}

/** features [N,D] → w [N,N] row-major. */
export function affinitiesOf({ values, count, width }: Rows, { kind, neighbours, symmetric }: Affinities): Float64Array {
  const distances = unitDistances(values, count, width)
  const w = kind === 'knn' ? nearestOf(distances, count, neighbours) : gaussianOf(distances, count, neighbours)
  if (!symmetric) return w
  return w.map((value, at) => 0.5 * (value + w[(at % count) * count + Math.floor(at / count)]))
}

const probabilityFloor = 1e-10
const mostRounds = 100
const settledChange = 1e-8

/** probabilities p [N,K] and affinities w [N,N] → Z [N,K], rows that sum to 1. */
export function adjustedProbabilities({ values, count, width: classes }: Rows, w: Float64Array): Float32Array {
  const logits = Float64Array.from(values, (p) => Math.log(p + probabilityFloor))
  const z = softmaxRows(logits, classes)
  let before = Number.POSITIVE_INFINITY
  for (let round = 0; round < mostRounds; round++) {
    const pull = multiply(w, z, count, classes)
    softmaxRows(
      logits.map((value, at) => value + pull[at]),
      classes,
    ).forEach((value, at) => {
      z[at] = value
    })
    const energy = z.reduce((sum, value, at) => sum - value * (logits[at] + pull[at]) + value * Math.log(Math.max(value, 1e-20)), 0)
    if (round > 1 && Math.abs(energy - before) <= settledChange * Math.abs(before)) break
    before = energy
  }
  return Float32Array.from(z)
}

/** Distances between rows scaled to length one: [N,N]. */
function unitDistances(values: Float32Array, count: number, width: number): Float64Array {
  const unit = Float64Array.from(values)
  for (let row = 0; row < count; row++) {
    const own = unit.subarray(row * width, (row + 1) * width)
    const length = Math.max(Math.hypot(...own), 1e-12)
    own.forEach((value, at) => {
      own[at] = value / length
    })
  }
  const distances = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let squared = 0
      for (let d = 0; d < width; d++) squared += (unit[i * width + d] - unit[j * width + d]) ** 2
      distances[i * count + j] = distances[j * count + i] = Math.sqrt(squared)
    }
  }
  return distances
}

function nearestOf(distances: Float64Array, count: number, neighbours: number): Float64Array {
  const w = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    const others = Array.from({ length: count }, (_, j) => j).filter((j) => j !== i)
    others.sort((a, b) => distances[i * count + a] - distances[i * count + b])
    for (const j of others.slice(0, neighbours)) w[i * count + j] = 1
  }
  return w
}

/** The image itself counts as its nearest neighbour, as in the authors' code. */
function gaussianOf(distances: Float64Array, count: number, neighbours: number): Float64Array {
  let sigma = 0
  for (let i = 0; i < count; i++) {
    const sorted = distances.slice(i * count, (i + 1) * count).sort()
    sigma += sorted[Math.min(neighbours, count) - 1] / count
  }
  return distances.map((distance) => Math.exp(-(distance ** 2) / (2 * sigma ** 2)))
}

function multiply(w: Float64Array, z: Float64Array, count: number, classes: number): Float64Array {
  const product = new Float64Array(count * classes)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const weight = w[i * count + j]
      if (weight !== 0) for (let k = 0; k < classes; k++) product[i * classes + k] += weight * z[j * classes + k]
    }
  }
  return product
}

function softmaxRows(logits: Float64Array, classes: number): Float64Array {
  const out = new Float64Array(logits.length)
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes)
    const largest = Math.max(...row)
    let sum = 0
    for (let k = 0; k < classes; k++) sum += out[start + k] = Math.exp(row[k] - largest)
    for (let k = 0; k < classes; k++) out[start + k] /= sum
  }
  return out
}
