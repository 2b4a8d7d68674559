import { expect, it } from 'vitest'
import { alignRows } from './text-table'

it('text table: columns are as wide as their longest cell, and no line ends in spaces', () => {
  expect(
    alignRows([
      ['method', 'seeds', ''],
      ['dann', '3', 'best'],
      ['source-only', '3', ''],
    ]),
  ).toEqual(['method       seeds', 'dann         3      best', 'source-only  3'])
})
