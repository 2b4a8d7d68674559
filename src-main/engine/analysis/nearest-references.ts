/** The nearest reference points of other points, from distances that are there already. */

export interface NearestReferences {
  readonly count: number
  readonly k: number
  /** [N,K], nearest first. */
  readonly indices: Int32Array
  /** [N,K] squared Euclidean, ascending. */
  readonly squaredDistances: Float32Array
}

/** The `k` smallest of each row of `distances` [N,M], by insertion: k is small beside M. Ties keep the order of the references. */
export function nearestReferences(distances: Float32Array, references: number, k: number): NearestReferences {
  const count = distances.length / references
  const indices = new Int32Array(count * k)
  const squaredDistances = new Float32Array(count * k).fill(Number.POSITIVE_INFINITY)
  for (let row = 0; row < count; row++) {
    const base = row * k
    const last = base + k - 1
    for (let j = 0; j < references; j++) {
      const distance = distances[row * references + j]
      if (!(distance < squaredDistances[last])) continue
      let at = last
      for (; at > base && squaredDistances[at - 1] > distance; at--) {
        squaredDistances[at] = squaredDistances[at - 1]
        indices[at] = indices[at - 1]
      }
      squaredDistances[at] = distance
      indices[at] = j
    }
  }
  return { count, k, indices, squaredDistances }
}
