import { expect, test } from 'vitest'
import { joinColumns, sampleRows } from './chart-table'

test('chart table: series with different x share rows where they meet and leave gaps where they do not', () => {
  const table = joinColumns('epochs', [
    { name: 'Source, %', x: [1, 2], y: [90, 95] },
    { name: 'Loss', x: [0.5, 2], y: [2.3, Number.NaN] },
  ])
  expect(table).toEqual({
    columns: ['epochs', 'Source, %', 'Loss'],
    rows: [
      [0.5, null, 2.3],
      [1, 90, null],
      [2, 95, null],
    ],
  })
})

test('chart table: a sample keeps the ends and the number asked for', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => i)
  const sample = sampleRows(rows, 7)
  expect(sample).toHaveLength(7)
  expect(sample[0]).toBe(0)
  expect(sample.at(-1)).toBe(999)
})
