import { expect, test } from 'vitest'
import { parseCodeTable, writeCodeTable } from './parse-code-table'

test('code table: the first row names the attributes, the first column the classes', () => {
  const table = parseCodeTable('class,striped,tail\nzebra,1,1\n"cat, tabby",0.5,1\n\n')
  expect(table).toEqual({ attributes: ['striped', 'tail'], codes: { zebra: [1, 1], 'cat, tabby': [0.5, 1] } })
  expect(parseCodeTable(writeCodeTable(table))).toEqual(table)
})

test('code table: a value that is no number from 0 to 1 is named by row and attribute', () => {
  expect(() => parseCodeTable('class,striped,tail\nzebra,1,yes')).toThrow('Row 2 (zebra), tail: "yes"')
  expect(() => parseCodeTable('class,striped\nzebra,2')).toThrow('Row 2 (zebra), striped')
  expect(() => parseCodeTable('class,striped,tail\nzebra,1')).toThrow('tail: ""')
  expect(() => parseCodeTable('')).toThrow('no table of attributes')
})
