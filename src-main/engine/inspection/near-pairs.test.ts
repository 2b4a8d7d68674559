/** Hashes, the search for near ones, and the statistics findings rest on. */
import { expect, test } from 'vitest'
import { createRandom } from '../nn/random'
import { nearBits, nearPairs } from './near-pairs'
import { areaUnderCurve, histogramDistance, histogramQuantile, median } from './order-statistics'
import { hammingDistance, perceptualHash } from './perceptual-hash'

/** Waves with blotches of several sizes, as photographs have structure at every scale. */
function picture(seed: number, size: number): Float32Array {
  const random = createRandom(seed)
  const waves = Array.from({ length: 6 }, () => [random.uniform() * 5, random.uniform() * 5, random.uniform() * 6, 40 * random.uniform()])
  const grain = Float32Array.from({ length: 64 }, () => 80 * (random.uniform() - 0.5))
  const blotch = (x: number, y: number): number => grain[Math.floor(8 * y) * 8 + Math.floor(8 * x)]
  return Float32Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [(i % size) / size, Math.floor(i / size) / size]
    return 128 + waves.reduce((sum, [fx, fy, phase, amplitude]) => sum + amplitude * Math.sin(fx * x + fy * y + phase), 0) + blotch(x, y)
  })
}

test('hash: a brighter, noisier copy stays within a few bits, another image does not', () => {
  const random = createRandom('noise')
  const [a, b] = [picture(1, 32), picture(2, 32)]
  const hash = perceptualHash(a, 32)
  const noisy = perceptualHash(
    a.map((value) => 0.9 * value + 20 + 3 * random.normal()),
    32,
  )
  expect(hammingDistance(...hash, ...noisy)).toBeLessThanOrEqual(nearBits)
  expect(hammingDistance(...hash, ...perceptualHash(b, 32))).toBeGreaterThan(12)
})

test('hash: the same picture at half the size has nearly the same hash', () => {
  const large = picture(3, 32)
  const small = Float32Array.from({ length: 256 }, (_, i) => {
    const at = 2 * Math.floor(i / 16) * 32 + 2 * (i % 16)
    return (large[at] + large[at + 1] + large[at + 32] + large[at + 33]) / 4
  })
  expect(hammingDistance(...perceptualHash(large, 32), ...perceptualHash(small, 16))).toBeLessThanOrEqual(nearBits)
})

test('hamming distance: counts differing bits of both halves', () => {
  expect(hammingDistance(0xffffffff, 0, 0, 0)).toBe(32)
  expect(hammingDistance(0b1011, 0x80000000, 0b0010, 0)).toBe(3)
})

test('near pairs: exactly the pairs that comparing all with all finds', () => {
  const random = createRandom('hashes')
  const hashes = new Uint32Array(2 * 400)
  for (let i = 0; i < 400; i++) {
    hashes[2 * i] = random.integer(2 ** 32)
    hashes[2 * i + 1] = random.integer(2 ** 32)
    if (i % 4 !== 0) continue
    // Some are neighbours of an earlier one, by up to six bits.
    const from = random.integer(i + 1)
    hashes[2 * i] = hashes[2 * from]
    hashes[2 * i + 1] = hashes[2 * from + 1]
    for (let flip = random.integer(7); flip > 0; flip--) hashes[2 * i + random.integer(2)] ^= 1 << random.integer(32)
  }
  const firstOf = new Map<string, number>()
  const expected: string[] = []
  for (let b = 0; b < 400; b++) {
    const key = `${hashes[2 * b]} ${hashes[2 * b + 1]}`
    const first = firstOf.get(key)
    if (first !== undefined) {
      expected.push(`${first} ${b}`)
      continue
    }
    for (const a of firstOf.values()) {
      if (hammingDistance(hashes[2 * a], hashes[2 * a + 1], hashes[2 * b], hashes[2 * b + 1]) <= nearBits) expected.push(`${a} ${b}`)
    }
    firstOf.set(key, b)
  }
  expect(
    nearPairs(hashes, () => true)
      .map(({ a, b }) => `${a} ${b}`)
      .sort(),
  ).toEqual(expected.sort())
  expect(nearPairs(hashes, (index) => index < 1)).toEqual([])
})

test('area under the curve: 1 for a perfect rule, 0 for its opposite, a half for ties, and as counted pair by pair', () => {
  const scores = [3, 1, 2, 2, 5, 0]
  const members = [0, 2, 4]
  const isMember = (index: number) => members.includes(index)
  let wins = 0
  for (const a of members) for (const b of [1, 3, 5]) wins += scores[a] > scores[b] ? 1 : scores[a] === scores[b] ? 0.5 : 0
  expect(areaUnderCurve(scores, isMember)).toBeCloseTo(wins / 9, 12)
  expect(areaUnderCurve([1, 2], (index) => index === 1)).toBe(1)
  expect(areaUnderCurve([1, 1], (index) => index === 1)).toBe(0.5)
})

test('histograms: distance is the shift of the mass over the range, quantiles are bins', () => {
  const at = (bin: number) => Float64Array.from({ length: 10 }, (_, i) => (i === bin ? 4 : 0))
  expect(histogramDistance(at(2), at(7))).toBeCloseTo(0.5, 12)
  expect(histogramDistance(at(2), at(2))).toBe(0)
  expect(histogramQuantile(at(3), 0.5)).toBe(3)
  expect(median([3, 1, 2])).toBe(2)
})
