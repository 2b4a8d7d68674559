/** What P must hold to on any points. */
import { expect, test } from 'vitest'
import { type Affinities, affinities, checkPerplexity } from './affinities'
import { nearestNeighbours } from './nearest-neighbours'
import { blobs } from './test-support'

function dense({ count, rowStart, columns, values }: Affinities): Float64Array {
  const full = new Float64Array(count * count)
  for (let i = 0; i < count; i++) for (let at = rowStart[i]; at < rowStart[i + 1]; at++) full[i * count + columns[at]] = values[at]
  return full
}

test('affinities: sum to 1, are symmetric, ascend in each row and leave out the diagonal', () => {
  const p = affinities(nearestNeighbours({ ...blobs({ count: 200, dimensions: 5, blobs: 4, spread: 3, seed: 1 }), k: 30 }), 10)
  const full = dense(p)
  expect(p.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
  for (let i = 0; i < 200; i++) {
    expect(full[i * 200 + i]).toBe(0)
    for (let j = 0; j < i; j++) expect(full[i * 200 + j]).toBe(full[j * 200 + i])
    const row = [...p.columns.subarray(p.rowStart[i], p.rowStart[i + 1])]
    expect(row).toEqual([...row].sort((a, b) => a - b))
  }
})

test('affinities: points that all coincide get equal weights instead of NaN', () => {
  const p = affinities(nearestNeighbours({ features: new Float32Array(40), count: 20, dimensions: 2, k: 19 }), 5)
  for (const value of p.values) expect(value).toBeCloseTo(1 / (20 * 19), 12)
})

test('affinities: half the points duplicated stays finite and sums to 1', () => {
  const { features } = blobs({ count: 40, dimensions: 3, blobs: 2, spread: 2, seed: 2 })
  features.copyWithin(60, 0, 3).fill(features[0], 63)
  const p = affinities(nearestNeighbours({ features, count: 40, dimensions: 3, k: 12 }), 4)
  expect(p.values.every(Number.isFinite)).toBe(true)
  expect(p.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
})

test('affinities: too few points are refused with the perplexity that fits', () => {
  expect(() => checkPerplexity(30, 90)).toThrow('Perplexity 30 needs more than 90 points; there are 90.')
  expect(() => checkPerplexity(30, 91)).not.toThrow()
  try {
    checkPerplexity(30, 61)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid-input', field: 'perplexity', hint: 'Use perplexity 20 or less, or add points.' })
  }
  expect(() => checkPerplexity(20, 61)).not.toThrow()
})
