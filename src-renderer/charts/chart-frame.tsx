/** What every chart has around its marks: size, states, the menu with table, PNG, SVG and CSV. */
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import styles from './chart-frame.module.css'
import { ChartMenu } from './chart-menu'
import { ChartNotice, type ChartState } from './chart-state'
import { type ChartTable, sampleRows } from './chart-table'
import { toCsv } from './csv'
import type { MenuItem } from './menu-list'
import { fileSlug, pngFromSvg, saveFile, svgText } from './save-picture'
import { type Size, useSize } from './use-size'

export interface ChartFrameProps {
  /** Names the chart for the menu, the table and saved files. */
  readonly title: string
  readonly state: ChartState
  /** Figures behind the marks; called when the table or the CSV is wanted. */
  readonly table: () => ChartTable
  readonly children: (size: Size) => ReactNode
}

const SHOWN_ROWS = 300

export function ChartFrame({ title, state, table, children }: ChartFrameProps) {
  const [ref, size] = useSize<HTMLDivElement>()
  const [open, setOpen] = useState(false)
  const [asTable, setAsTable] = useState(false)

  const drawing = (): SVGSVGElement | null => ref.current?.querySelector('svg[data-chart]') ?? null
  const savePng = async (): Promise<void> => {
    const svg = drawing()
    if (svg && size) saveFile(`${fileSlug(title)}.png`, await pngFromSvg(svgText(svg), size.width, size.height), 'image/png')
  }
  const saveSvg = (): void => {
    const svg = drawing()
    if (svg) saveFile(`${fileSlug(title)}.svg`, svgText(svg), 'image/svg+xml')
  }
  const saveCsv = (): void => {
    const { columns, rows } = table()
    saveFile(`${fileSlug(title)}.csv`, toCsv(columns, rows), 'text/csv')
  }
  const items: MenuItem[] = [
    { label: asTable ? 'Show as chart' : 'Show as table', run: () => setAsTable(!asTable) },
    ...(asTable
      ? []
      : [
          { label: 'Save as PNG', run: () => void savePng() },
          { label: 'Save as SVG', run: saveSvg },
        ]),
    { label: 'Save as CSV', run: saveCsv },
  ]
  const onKeyDown = (event: KeyboardEvent): void => {
    const opens =
      event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey) || (event.key === 'm' && !event.ctrlKey && !event.metaKey)
    if (!opens || open) return
    event.preventDefault()
    event.stopPropagation()
    setOpen(true)
  }

  const hasData = state.kind !== 'empty'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only catches the menu key on its way up from the chart
    <div className={styles.frame} onKeyDown={onKeyDown}>
      <div className={styles.drawing} ref={ref} data-state={state.kind}>
        {size && hasData && !asTable && children(size)}
        {asTable && hasData && <FiguresTable title={title} table={table()} />}
        {!asTable && <ChartNotice state={state} />}
      </div>
      {hasData && <ChartMenu title={title} items={items} open={open} onOpenChange={setOpen} />}
    </div>
  )
}

function FiguresTable({ title, table }: { readonly title: string; readonly table: ChartTable }) {
  const rows = sampleRows(table.rows, SHOWN_ROWS)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.table} tabIndex={0} aria-label={`${title} as table`}>
      <table>
        {rows.length < table.rows.length && (
          <caption>
            {rows.length} of {table.rows.length.toLocaleString('en-US')} rows, evenly spaced. The CSV has all.
          </caption>
        )}
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, i) => (
                <td key={table.columns[i]}>{typeof cell === 'number' ? Number(cell.toPrecision(5)) : (cell ?? '')}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
