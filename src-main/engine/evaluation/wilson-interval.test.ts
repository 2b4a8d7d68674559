import { expect, test } from 'vitest'
import { wilsonInterval } from './wilson-interval'

test('wilson: 81 of 263 lies between 25.5 % and 36.6 %, the textbook case', () => {
  const { low, high } = wilsonInterval(81, 263)
  expect(low).toBeCloseTo(0.2553, 4)
  expect(high).toBeCloseTo(0.3662, 4)
})

test('wilson: none or all of few is no certainty', () => {
  expect(wilsonInterval(0, 10).low).toBeCloseTo(0, 12)
  expect(wilsonInterval(0, 10).high).toBeGreaterThan(0.2)
  expect(wilsonInterval(10, 10).low).toBeLessThan(0.8)
})
