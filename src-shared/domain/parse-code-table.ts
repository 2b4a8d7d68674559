/** A class × attribute table as CSV: the first row names the attributes, the first column the classes. */
import { csvFormatRows, csvParseRows } from 'd3'
import { AppError } from '../contract/failure'
import { CodeTable } from './new-classes'

export interface CodeRows {
  readonly attributes: readonly string[]
  /** A row a class: its name, and a cell for each attribute. */
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[]
}

/** The table of a CSV text, whatever its cells hold; blank lines left out. Names and cells are as written, and a row may lack some. */
export function readCodeRows(text: string): CodeRows {
  const [header = [], ...rows] = csvParseRows(text).filter((row) => row.some((cell) => cell.trim() !== ''))
  return {
    attributes: header.slice(1).map((name) => name.trim()),
    rows: rows.map(([name = '', ...cells]) => ({ name, cells })),
  }
}

/** Throws AppError `invalid-input` with row, column and what is expected there; its field is `codes`. */
export function parseCodeTable(text: string): CodeTable {
  const { attributes, rows } = readCodeRows(text)
  const codes: Record<string, number[]> = {}
  for (const [at, { name, cells }] of rows.entries()) {
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

export function writeCodeRows({ attributes, rows }: CodeRows): string {
  return csvFormatRows([['class', ...attributes], ...rows.map(({ name, cells }) => [name, ...cells])])
}

export function writeCodeTable({ attributes, codes }: CodeTable): string {
  return writeCodeRows({ attributes, rows: Object.entries(codes).map(([name, code]) => ({ name, cells: code.map(String) })) })
}
