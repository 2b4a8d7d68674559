/** The table of attributes as it is edited: texts, which are checked when the table is applied. Every change returns a new grid. */
import { type CodeRows, readCodeRows } from '@shared/domain/parse-code-table'

/** Every row has as many cells as there are attributes. */
export type CodeGrid = CodeRows

/** The table of a CSV text, whatever its values are. Classes that have no row yet come last, with nothing of everything. */
export function readGrid(text: string, classNames: readonly string[]): CodeGrid {
  const { attributes, rows: written } = readCodeRows(text)
  const rows = written.map(({ name, cells }) => ({ name: name.trim(), cells: attributes.map((_, at) => cells[at]?.trim() ?? '') }))
  const missing = classNames.filter((name) => !rows.some((row) => row.name === name))
  return { attributes, rows: [...rows, ...missing.map((name) => ({ name, cells: attributes.map(() => '0') }))] }
}

export function withCell(grid: CodeGrid, { row, column }: { readonly row: number; readonly column: number }, value: string): CodeGrid {
  const changed = (cells: readonly string[]): readonly string[] => cells.map((cell, at) => (at === column ? value : cell))
  return { ...grid, rows: grid.rows.map((one, at) => (at === row ? { ...one, cells: changed(one.cells) } : one)) }
}

/** One more, which no class has yet, under a name that no other has. */
export function withAttribute(grid: CodeGrid): CodeGrid {
  let number = grid.attributes.length + 1
  while (grid.attributes.includes(`attribute ${number}`)) number++
  return {
    attributes: [...grid.attributes, `attribute ${number}`],
    rows: grid.rows.map(({ name, cells }) => ({ name, cells: [...cells, '0'] })),
  }
}

export function renamed(grid: CodeGrid, column: number, name: string): CodeGrid {
  return { ...grid, attributes: grid.attributes.map((one, at) => (at === column ? name : one)) }
}

export function withoutAttribute(grid: CodeGrid, column: number): CodeGrid {
  const kept = <T>(values: readonly T[]): T[] => values.filter((_, at) => at !== column)
  return { attributes: kept(grid.attributes), rows: grid.rows.map(({ name, cells }) => ({ name, cells: kept(cells) })) }
}
