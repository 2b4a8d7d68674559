/** All pairs of 64-bit hashes within a few bits of each other, without comparing each with each (multi-index hashing: Norouzi et al. 2012). */
import { hammingDistance } from './perceptual-hash'

export interface NearPair {
  readonly a: number
  readonly b: number
  /** Differing bits of 64. */
  readonly bits: number
}

const bands = [
  { half: 0, shift: 0, mask: 0x1fff },
  { half: 0, shift: 13, mask: 0x1fff },
  { half: 0, shift: 26, mask: 0x3f },
  { half: 1, shift: 0, mask: 0x1fff },
  { half: 1, shift: 13, mask: 0x1fff },
  { half: 1, shift: 26, mask: 0x3f },
] as const

/** With one band more than bits that may differ, some band of a pair within that distance is equal: pigeonholes. */
export const nearBits = 4

/**
 * hashes [n, 2] uint32. The third and sixth band are joined, which makes five of 12 to 13 bits. Pairs come with a < b, in the
 * order of a, then b; equal hashes form pairs with the first of their kind only, so that many copies stay few pairs.
 */
export function nearPairs(hashes: Uint32Array, wanted: (index: number) => boolean): NearPair[] {
  const firsts: number[] = []
  const known = new Map<number, Map<number, number>>()
  const pairs: NearPair[] = []
  for (let i = 0; i < hashes.length / 2; i++) {
    if (!wanted(i)) continue
    const seconds = known.get(hashes[2 * i]) ?? new Map<number, number>()
    known.set(hashes[2 * i], seconds)
    const first = seconds.get(hashes[2 * i + 1])
    if (first === undefined) {
      seconds.set(hashes[2 * i + 1], i)
      firsts.push(i)
    } else {
      pairs.push({ a: first, b: i, bits: 0 })
    }
  }
  for (let band = 0; band < 5; band++) {
    const buckets = new Map<number, number[]>()
    for (const i of firsts) {
      const key = bandKey(hashes, i, band)
      const bucket = buckets.get(key)
      if (bucket === undefined) {
        buckets.set(key, [i])
        continue
      }
      for (const j of bucket) {
        const bits = hammingDistance(hashes[2 * i], hashes[2 * i + 1], hashes[2 * j], hashes[2 * j + 1])
        // A pair that an earlier band has in common was found there.
        if (bits <= nearBits && !metBefore(hashes, i, j, band)) pairs.push({ a: j, b: i, bits })
      }
      bucket.push(i)
    }
  }
  return pairs.sort((p, q) => p.a - q.a || p.b - q.b)
}

function metBefore(hashes: Uint32Array, i: number, j: number, band: number): boolean {
  for (let earlier = 0; earlier < band; earlier++) if (bandKey(hashes, i, earlier) === bandKey(hashes, j, earlier)) return true
  return false
}

function bandKey(hashes: Uint32Array, i: number, band: number): number {
  if (band === 4) return part(hashes, i, 2) | (part(hashes, i, 5) << 6)
  return part(hashes, i, band < 2 ? band : band + 1)
}

function part(hashes: Uint32Array, i: number, index: number): number {
  const { half, shift, mask } = bands[index]
  return (hashes[2 * i + half] >>> shift) & mask
}
