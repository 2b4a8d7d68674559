import { expect, test } from 'vitest'
import { toCsv } from './csv'

test('csv: cells with commas, quotes or line breaks are quoted, others are not', () => {
  expect(
    toCsv(
      ['epoch', 'Source, test'],
      [
        [1, 'say "no"'],
        [2.5, null],
      ],
    ),
  ).toBe('epoch,"Source, test"\r\n1,"say ""no"""\r\n2.5,\r\n')
})
