import { expect, it } from 'vitest'
import { calibration } from './calibration'
import { confusionMatrix, f1PerClass, macroF1, recallPerClass } from './confusion'

it('confusion: rows are the truth, and labels that the source lacks are left out', () => {
  const matrix = confusionMatrix([0, 1, 1, 2, 0], [0, 0, 1, 2, -1], 3)
  expect([...matrix]).toEqual([1, 1, 0, 0, 1, 0, 0, 0, 1])
  expect([...recallPerClass(matrix, 3)]).toEqual([0.5, 1, 1])
})
it('f1: a class that nobody has or names counts in no mean', () => {
  const matrix = confusionMatrix([0, 0], [0, 1], 3)
  expect([...f1PerClass(matrix, 3)]).toEqual([2 / 3, 0, 0])
  expect(macroF1(matrix, 3)).toBeCloseTo(1 / 3)
})
it('calibration: sure and wrong is as far off as can be, and confidence equal to accuracy is not off at all', () => {
  expect(calibration([1, 1], [0, 0])).toMatchObject({ ece: 1, mce: 1 })
  expect(calibration([0.5, 0.5], [1, 0]).ece).toBe(0)
  expect([...calibration([0.4, 0.6], [1, 1], 2).binCounts]).toEqual([1, 1])
})
