import { expect, test } from 'vitest'
import { labelShift } from './label-shift'

test('label shift: total variation of the parts, whatever the sizes', () => {
  expect(labelShift([10, 30], [20, 60])).toBe(0)
  expect(labelShift([50, 50], [90, 10])).toBeCloseTo(0.4, 12)
  expect(labelShift([5, 0], [0, 7])).toBe(1)
})
