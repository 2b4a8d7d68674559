/** A class × attribute table as CSV: the first row names the attributes, the first column the classes. */
import { csvFormatRows, csvParseRows } from 'd3'
import { AppError } from '../contract/failure'
import { CodeTable } from './new-classes'

/** Throws AppError `invalid-input` with row, column and what is expected there; its field is `codes`. */
export function parseCodeTable(text: string): CodeTable {
  const [header = [], ...rows] = csvParseRows(text).filter((row) => row.some((cell) => cell.trim() !== ''))
  const attributes = header.slice(1).map((name) => name.trim())
  const codes: Record<string, number[]> = {}
  for (const [at, [name = '', ...cells]] of rows.entries()) {
    codes[name.trim()] = attributes.map((attribute, column) => {
      const value = Number(cells[column]?.trim() || Number.NaN)
      if (value >= 0 && value <= 1) return value
      throw new AppError(
        'invalid-input',
        `Row ${at + 2} (${name}), ${attribute}: "${cells[column] ?? ''}" is no number from 0 to 1.`,
        'Write 1 for has it, 0 for has it not.',
        'codes',
      )
    })
  }
  const parsed = CodeTable.safeParse({ attributes, codes })
  if (parsed.success && rows.length > 0) return parsed.data
  throw new AppError(
    'invalid-input',
    'This is no table of attributes.',
    'The first row is class,attribute,attribute,…; then a row a class.',
    'codes',
  )
}

export function writeCodeTable({ attributes, codes }: CodeTable): string {
  return csvFormatRows([['class', ...attributes], ...Object.entries(codes).map(([name, code]) => [name, ...code.map(String)])])
}
