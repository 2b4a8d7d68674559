import { expect, test } from 'vitest'
import { nearestGround } from './map-ground'

test('regions: every cell belongs to the class of its nearest points, and covers all of them', () => {
  const count = 40
  const points = {
    domain: new Uint8Array(count),
    sourceClass: Int32Array.from({ length: count }, (_, i) => i % 2),
    classNames: ['left', 'right'],
  }
  const frame = {
    positions: Float32Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? ((at >> 1) % 2 === 0 ? -5 : 5) : (at % 7) / 7)),
    prediction: Int32Array.from({ length: count }, (_, i) => i % 2),
    confidence: new Float32Array(count).fill(1),
  }
  const { columns, rows, left, cell, classOf, strength } = nearestGround(points, frame)
  expect(classOf).toHaveLength(columns * rows)
  for (let at = 0; at < classOf.length; at++) {
    const x = left + ((at % columns) + 0.5) * cell
    if (Math.abs(x) > 0.5) expect([classOf[at], strength[at]]).toEqual([x < 0 ? 0 : 1, 1])
  }
  expect(left).toBeLessThan(-5)
  expect(left + columns * cell).toBeGreaterThan(5)
})
