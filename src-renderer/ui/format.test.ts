/** Figures and times in words. */
import { expect, test } from 'vitest'
import {
  folderName,
  formatAmount,
  formatBytes,
  formatDuration,
  formatTimeLeft,
  formatTimeLeftShort,
  formatWhen,
  secondsBetween,
} from './format'

test('durations carry two units at most', () => {
  expect([42, 60, 250, 3600, 3900].map(formatDuration)).toEqual(['42 s', '1 min', '4 min 10 s', '1 h', '1 h 5 min'])
})
test('time left is rounded up so that it never ends early', () => {
  expect([3.2, 41, 254, 1500].map(formatTimeLeft)).toEqual(['4 s', '45 s', '4 min 20 s', '25 min'])
  expect([3.2, 41, 254].map(formatTimeLeftShort)).toEqual(['4 s', '45 s', '5 min'])
})
test('amounts agree in number', () => {
  expect([formatAmount(1, 'image'), formatAmount(4500, 'image'), formatAmount(2, 'class', 'classes')]).toEqual([
    '1 image',
    '4,500 images',
    '2 classes',
  ])
})
test('bytes are binary', () => {
  expect([0, 1023, 1536, 1_503_238_553].map(formatBytes)).toEqual(['0 B', '1023 B', '1.5 KiB', '1.4 GiB'])
})
test('times are told by day', () => {
  const now = new Date(2024, 4, 10, 12, 0)
  expect(formatWhen(new Date(2024, 4, 10, 9, 5).toISOString(), now)).toBe('today 09:05')
  expect(formatWhen(new Date(2024, 4, 9, 23, 59).toISOString(), now)).toBe('yesterday 23:59')
  expect(formatWhen(new Date(2024, 1, 3, 8, 0).toISOString(), now)).toBe('3 Feb 08:00')
  expect(formatWhen(new Date(2022, 1, 3, 8, 0).toISOString(), now)).toBe('3 Feb 2022')
  expect(formatWhen('no time', now)).toBe('–')
})
test('a run that has not ended took no time', () => {
  expect(secondsBetween('2024-01-01T00:00:00Z', null)).toBeNull()
  expect(secondsBetween('2024-01-01T00:00:00Z', '2024-01-01T00:01:30Z')).toBe(90)
})
test('a folder is named after its last part', () => {
  expect([folderName('/a/b/'), folderName('C:\\pictures\\cats'), folderName('x')]).toEqual(['b', 'cats', 'x'])
})
