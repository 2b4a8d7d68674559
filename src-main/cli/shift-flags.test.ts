import { expect, test } from 'vitest'
import { parseShifts, presetStack, stackOf } from './shift-flags'

test('one severity serves all kinds; several go to one kind each', () => {
  expect(stackOf('rotation,hue', '3')).toEqual([
    { kind: 'rotation', severity: 3 },
    { kind: 'hue', severity: 3 },
  ])
  expect(stackOf('rotation, hue', '3,0.5')).toEqual([
    { kind: 'rotation', severity: 3 },
    { kind: 'hue', severity: 0.5 },
  ])
})

test('kind:severity pairs keep their order', () => {
  expect(parseShifts('hue:1.5,jpeg')).toEqual([
    { kind: 'hue', severity: 1.5 },
    { kind: 'jpeg', severity: 5 },
  ])
})

test.each([
  ['--severity', () => stackOf('rotation,hue', '1,2,3')],
  ['--severity', () => stackOf('rotation', 'six')],
  ['--severity', () => stackOf('rotation', '5.1')],
  ['--severity', () => stackOf('rotation', '')],
  ['--kind', () => stackOf('rotate', '1')],
  ['--shift', () => parseShifts('hue:-1')],
  ['--shift', () => parseShifts('hue:')],
  ['--preset', () => presetStack('noon')],
])('a mistake is named by its flag: %s', (field, parse) => {
  expect(parse).toThrow(expect.objectContaining({ field }))
})
