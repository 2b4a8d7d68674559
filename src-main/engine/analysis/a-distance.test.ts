/** The A-distance's classifier against shifts of known size. */
import { expect, test } from 'vitest'
import { proxyADistance } from './a-distance'
import { blobs } from './test-support'

/** Two clouds of unit Gaussians, the second moved by `shift` along every axis. */
function shifted(shift: number, sizes: readonly [number, number], dimensions: number) {
  const count = sizes[0] + sizes[1]
  const domain = Uint8Array.from({ length: count }, (_, i) => (i < sizes[0] ? 0 : 1))
  const { features } = blobs({ count, dimensions, blobs: 1, spread: 0, seed: 1 })
  return { features: features.map((value, at) => value + shift * domain[Math.floor(at / dimensions)]), count, dimensions, domain, seed: 0 }
}

test('a-distance: 2 for domains far apart, near 0 for one and the same, between for an overlap of known error', () => {
  expect(proxyADistance(shifted(5, [300, 300], 8)).distance).toBe(2)
  expect(proxyADistance(shifted(0, [1000, 1000], 8)).distance).toBeLessThan(0.15)
  // Distance 1 along each of 4 axes: the best linear classifier errs by Φ(−1) = 15.87 %.
  expect(proxyADistance(shifted(1, [2000, 2000], 4)).error).toBeCloseTo(0.1587, 1)
})

test('a-distance: chance stays chance with nine times as many points in one domain', () => {
  expect(proxyADistance(shifted(0, [1800, 200], 4)).distance).toBeLessThan(0.4)
})

test('a-distance: more features than points do not pass for a difference', () => {
  expect(proxyADistance(shifted(0, [200, 200], 512)).distance).toBeLessThan(0.4)
  expect(proxyADistance(shifted(0.5, [200, 200], 512)).distance).toBe(2)
})

test('a-distance: constant and hugely scaled features neither break nor decide it', () => {
  const easy = shifted(5, [100, 100], 3)
  const features = easy.features.map((value, at) => (at % 3 === 0 ? 7 : at % 3 === 1 ? value * 1e6 : value))
  expect(proxyADistance({ ...easy, features }).distance).toBe(2)
})

test('a-distance: same seed, same number', () => {
  expect(proxyADistance(shifted(0.4, [150, 150], 5))).toEqual(proxyADistance(shifted(0.4, [150, 150], 5)))
})

test('a-distance: a domain of three points is refused', () => {
  expect(() => proxyADistance(shifted(1, [50, 3], 4))).toThrow('at least 4 points of each domain; there are 50 and 3')
})
