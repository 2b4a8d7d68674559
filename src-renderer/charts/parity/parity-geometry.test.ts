import { expect, it } from 'vitest'
import { parityGeometry, parityMarks, powerOfTen } from './parity-geometry'

const size = { width: 480, height: 320, scale: 1 }

it('parity: the tolerance lies within the axis, and a difference over it to its right', () => {
  const { x, left, right, ticks } = parityGeometry(size, [1e-7, 3e-6, 0.02], 1e-4)
  expect(x(1e-4)).toBeGreaterThan(left)
  expect(x(0.02)).toBeGreaterThan(x(1e-4))
  expect(x(0.02)).toBeLessThanOrEqual(right)
  expect(ticks[0]).toBe(-7)
})

it('parity: equal answers stand at the least difference, and the largest of many is always drawn', () => {
  const { x, left } = parityGeometry(size, [0, 0], 1e-4)
  expect(x(1e-9)).toBeCloseTo(left)
  const many = Array.from({ length: 5000 }, (_, at) => (at === 4999 ? 1e-5 : 1e-7))
  const marks = parityMarks(many, x, { middle: 100, height: 40 })
  expect(marks.length).toBeLessThanOrEqual(301)
  expect(marks.some(({ difference }) => difference === 1e-5)).toBe(true)
  expect(marks.every(({ y }) => y >= 80 && y <= 120)).toBe(true)
})

it('parity: powers of ten are written as such', () => {
  expect([powerOfTen(-4), powerOfTen(0), powerOfTen(-12)]).toEqual(['10⁻⁴', '10⁰', '10⁻¹²'])
})
