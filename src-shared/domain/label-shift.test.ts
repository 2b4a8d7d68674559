/** What a class of one domain alone, or one that was matched by hand, does to the parts. */
import { expect, test } from 'vitest'
import { classesOfBoth } from './label-shift'

const shift = (source: readonly number[], target: readonly number[]): number =>
  classesOfBoth({ classNames: ['a', 'b'], counts: source }, { classNames: ['a', 'b'], counts: target }).shift

test('label shift: total variation of the parts, whatever the sizes', () => {
  expect(shift([10, 30], [20, 60])).toBe(0)
  expect(shift([50, 50], [90, 10])).toBeCloseTo(0.4, 12)
  expect(shift([5, 0], [0, 7])).toBe(1)
})

test('label shift: a class that only the target has counts, unless it is matched with one of the source', () => {
  const [source, target] = [
    { classNames: ['a', 'b'], counts: [10, 10] },
    { classNames: ['a', 'bee', 'c'], counts: [10, 10, 20] },
  ]
  expect(classesOfBoth(source, target)).toEqual({
    names: ['a', 'b', 'bee', 'c'],
    source: [10, 10, 0, 0],
    target: [10, 0, 10, 20],
    shift: 0.75,
  })
  expect(classesOfBoth(source, target, { bee: 'b' })).toEqual({
    names: ['a', 'b', 'c'],
    source: [10, 10, 0],
    target: [10, 10, 20],
    shift: 0.5,
  })
})
