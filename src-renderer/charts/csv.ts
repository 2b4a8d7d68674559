/** Comma-separated values as spreadsheets read them (RFC 4180). */

export type Cell = string | number | null

const quote = (cell: Cell): string => {
  if (cell === null) return ''
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One header line and one line a row; empty cells for null, full precision for numbers. */
export function toCsv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${[columns, ...rows].map((row) => row.map(quote).join(',')).join('\r\n')}\r\n`
}
