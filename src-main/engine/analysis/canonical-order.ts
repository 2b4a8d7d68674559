/** An order of rows that depends on their content only, so that the same points in another order get the same map. */
import type { FeatureMatrix } from './feature-matrix'

/** [N] indices of the rows by a hash of their bits, then by value; equal rows stay in their given order. */
export function canonicalOrder({ features, count, dimensions }: FeatureMatrix): Int32Array {
  const bits = new Uint32Array(features.buffer, features.byteOffset, features.length)
  const hashes = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    // FNV-1a over 32-bit words, with a shift so that high bits reach low ones.
    let hash = 0x811c9dc5
    for (let at = i * dimensions; at < (i + 1) * dimensions; at++) {
      hash = Math.imul(hash ^ bits[at], 0x01000193)
      hash ^= hash >>> 15
    }
    hashes[i] = hash
  }
  const compare = (a: number, b: number): number => {
    if (hashes[a] !== hashes[b]) return hashes[a] - hashes[b]
    for (let d = 0; d < dimensions; d++) {
      const difference = bits[a * dimensions + d] - bits[b * dimensions + d]
      if (difference !== 0) return difference
    }
    return a - b
  }
  return Int32Array.from({ length: count }, (_, i) => i).sort(compare)
}

/** The rows [N,width] in the given order. */
export function gatherRows(rows: Float32Array, order: Int32Array, width: number): Float32Array {
  const gathered = new Float32Array(rows.length)
  for (const [to, from] of order.entries()) gathered.set(rows.subarray(from * width, (from + 1) * width), to * width)
  return gathered
}

/** Undoes `gatherRows`. */
export function scatterRows(rows: Float32Array, order: Int32Array, width: number): Float32Array {
  const scattered = new Float32Array(rows.length)
  for (const [from, to] of order.entries()) scattered.set(rows.subarray(from * width, (from + 1) * width), to * width)
  return scattered
}
