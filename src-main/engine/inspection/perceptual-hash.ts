/** A 64-bit fingerprint that images which look alike share but for a few bits (pHash: Zauner 2010, after Krawetz). */

const side = 8
const cosines = new Map<number, Float32Array>()

/** cos(π(2x+1)u / 2n) for the `side` lowest frequencies u: [side, n]. */
function cosineTable(n: number): Float32Array {
  const known = cosines.get(n)
  if (known) return known
  const table = Float32Array.from({ length: side * n }, (_, i) => Math.cos((Math.PI * (2 * (i % n) + 1) * Math.floor(i / n)) / (2 * n)))
  cosines.set(n, table)
  return table
}

/**
 * Bit k is set where the k-th of the 8×8 lowest DCT-II coefficients lies above the median of those with a frequency: what a
 * resize, a recompression or a change of brightness leaves alone. grey [size, size] → two 32-bit halves.
 */
export function perceptualHash(grey: Float32Array, size: number): [number, number] {
  const table = cosineTable(size)
  const rows = new Float32Array(side * size)
  for (let y = 0; y < size; y++) {
    for (let u = 0; u < side; u++) {
      let sum = 0
      for (let x = 0; x < size; x++) sum += grey[y * size + x] * table[u * size + x]
      rows[u * size + y] = sum
    }
  }
  const coefficients = new Float32Array(side * side)
  for (let v = 0; v < side; v++) {
    for (let u = 0; u < side; u++) {
      let sum = 0
      for (let y = 0; y < size; y++) sum += rows[u * size + y] * table[v * size + y]
      coefficients[v * side + u] = sum
    }
  }
  const sorted = coefficients.slice(1).sort()
  const median = sorted[sorted.length >> 1]
  const halves: [number, number] = [0, 0]
  for (let bit = 0; bit < 64; bit++) if (coefficients[bit] > median) halves[bit >> 5] |= 1 << (bit & 31)
  return [halves[0] >>> 0, halves[1] >>> 0]
}

/** Bits in which two 64-bit hashes differ. */
export function hammingDistance(a0: number, a1: number, b0: number, b1: number): number {
  return bitCount(a0 ^ b0) + bitCount(a1 ^ b1)
}

function bitCount(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
