/** The figures of a chart as rows: what "Show as table" shows and what its CSV holds. */
import type { Cell } from './csv'

export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface Column {
  readonly name: string
  readonly x: readonly number[]
  readonly y: readonly number[]
}

/** One row for every x any column has, ascending; null where a column has no value there. Values that are not numbers become null. */
export function joinColumns(xName: string, columns: readonly Column[]): ChartTable {
  const at = new Map<number, Cell[]>()
  for (const [index, column] of columns.entries()) {
    for (const [i, x] of column.x.entries()) {
      let row = at.get(x)
      if (!row) {
        row = [x, ...columns.map(() => null)]
        at.set(x, row)
      }
      const value = column.y[i] as number
      row[index + 1] = Number.isFinite(value) ? value : null
    }
  }
  return { columns: [xName, ...columns.map((column) => column.name)], rows: [...at.values()].sort((a, b) => Number(a[0]) - Number(b[0])) }
}

/** At most `limit` rows, evenly spaced, first and last among them. */
export function sampleRows<T>(rows: readonly T[], limit: number): readonly T[] {
  if (rows.length <= limit) return rows
  return Array.from({ length: limit }, (_, i) => rows[Math.round((i * (rows.length - 1)) / (limit - 1))] as T)
}
