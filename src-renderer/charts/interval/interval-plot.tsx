/** Means with their intervals and seeds, one row each, over one axis: which is better, and is the difference real? */
import { type KeyboardEvent, useState } from 'react'
import { ChartFrame } from '../chart-frame'
import { type ChartState, READY } from '../chart-state'
import type { ChartTable } from '../chart-table'
import { intervalGeometry, markPath, ROW_PADDING, referenceAnchors } from './interval-geometry'
import styles from './interval-plot.module.css'
import { type IntervalRow, intervalText } from './interval-rows'

export interface IntervalPlotProps {
  /** Names the chart for readers and files: "Target accuracy". */
  readonly title: string
  /** Drawn in the given order; use `byMean` for best first. */
  readonly rows: readonly IntervalRow[]
  /** Axis range, in `unit`. */
  readonly domain: readonly [number, number]
  /** Written after the last tick: "%". */
  readonly unit: string
  /** Title of the figures' column; default "Mean ± 95 %". */
  readonly meanTitle?: string
  /** Titles of the further cells of every row. */
  readonly columns?: readonly string[]
  /** Vertical dotted lines: source-only, chance. Named under the axis when `named`. */
  readonly references?: readonly { readonly value: number; readonly label: string; readonly named?: boolean }[]
  /** Mark at the mean: the domain the accuracy is measured on. */
  readonly mark?: 'source' | 'target'
  readonly selectedId?: string | null
  /** Makes rows selectable by press, or by arrows and Enter. */
  readonly onSelect?: (id: string) => void
  readonly state?: ChartState
}

/** Fills its parent, which must have a height. One tab stop: arrows move the row, Enter selects it, M opens the menu. */
export function IntervalPlot(props: IntervalPlotProps) {
  const { title, rows, meanTitle = 'Mean ± 95 %', columns = [], unit } = props
  const table = (): ChartTable => ({
    columns: ['name', `mean, ${unit}`, `half width of the 95 % interval, ${unit}`, 'seeds', ...columns],
    rows: rows.map((row) => [
      row.label,
      row.mean,
      row.half,
      row.seeds.map((seed) => `${seed.seed}: ${seed.value.toFixed(2)}`).join('; '),
      ...columns.map((_, i) => row.cells?.[i] ?? null),
    ]),
  })
  return (
    <ChartFrame title={title} state={props.state ?? READY} table={table}>
      {(size) => <Rows {...props} meanTitle={meanTitle} columns={columns} size={size} />}
    </ChartFrame>
  )
}

type RowsProps = IntervalPlotProps &
  Required<Pick<IntervalPlotProps, 'meanTitle' | 'columns'>> & { readonly size: Parameters<typeof intervalGeometry>[1] }

function Rows({
  title,
  rows,
  domain,
  unit,
  meanTitle,
  columns,
  references = [],
  mark = 'target',
  selectedId = null,
  onSelect,
  size,
}: RowsProps) {
  const [cursor, setCursor] = useState(0)
  const [focused, setFocused] = useState(false)
  const geometry = intervalGeometry({ rows, domain, columns, meanTitle }, size)
  const { x, rowHeight, top, labelX, meanRight, cellRights, plotBottom } = geometry
  const named = references.filter((reference) => reference.named).sort((a, b) => a.value - b.value)
  const anchors = referenceAnchors(
    named.map(({ value, label }) => ({ x: x(value), label })),
    size.scale,
  )
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = { ArrowDown: cursor + 1, ArrowUp: cursor - 1, Home: 0, End: rows.length - 1 }[event.key]
    if (next !== undefined) setCursor(Math.max(0, Math.min(rows.length - 1, next)))
    else if (event.key === 'Enter' && onSelect && rows[cursor]) onSelect(rows[cursor].id)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      className={styles.plot}
      role="listbox"
      aria-label={title}
      aria-activedescendant={rows[cursor] && `interval-${rows[cursor].id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <svg data-chart width={size.width} height={size.height} aria-hidden="true">
        {geometry.ticks.map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={x(tick)} x2={x(tick)} y1={top} y2={plotBottom} />
            <text className={styles.tick} x={x(tick)} y={plotBottom + 15 * size.scale} textAnchor="middle">
              {tick === geometry.ticks.at(-1) ? `${tick} ${unit}` : tick}
            </text>
          </g>
        ))}
        <text className={styles.columnTitle} x={meanRight} y={top - 8} textAnchor="end">
          {meanTitle}
        </text>
        {columns.map((column, i) => (
          <text key={column} className={styles.columnTitle} x={cellRights[i]} y={top - 8} textAnchor="end">
            {column}
          </text>
        ))}
        {rows.map((row, i) => {
          const y = top + i * rowHeight
          return (
            <rect
              key={row.id}
              className={styles.row}
              data-selected={row.id === selectedId || undefined}
              data-cursor={(focused && i === cursor) || undefined}
              x={0}
              y={y}
              width={size.width}
              height={rowHeight}
            />
          )
        })}
        {references.map((reference) => (
          <line
            key={reference.label}
            className={styles.reference}
            x1={x(reference.value)}
            x2={x(reference.value)}
            y1={top - 4}
            y2={plotBottom}
          />
        ))}
        {named.map((reference, i) => (
          <text
            key={reference.label}
            className={styles.tick}
            x={x(reference.value) + { start: 3, middle: 0, end: -3 }[anchors[i] ?? 'middle']}
            y={top - 8}
            textAnchor={anchors[i]}
          >
            {reference.label}
          </text>
        ))}
        {rows.map((row, i) => {
          const middle = top + (i + 0.5) * rowHeight
          return (
            <g key={row.id} className={styles.marks} data-tone={row.tone ?? 'quiet'}>
              <text className={styles.label} x={labelX} y={row.note ? middle - 3 : middle + 4}>
                {row.label}
              </text>
              {row.note && (
                <text className={styles.note} x={labelX} y={middle + 12 * size.scale}>
                  {row.note}
                </text>
              )}
              {row.mean !== null && row.half !== null && (
                <rect
                  className={styles.bar}
                  x={x(Math.max(domain[0], row.mean - row.half))}
                  width={Math.max(2, x(Math.min(domain[1], row.mean + row.half)) - x(Math.max(domain[0], row.mean - row.half)))}
                  y={middle - 3.5}
                  height={7}
                  rx={3.5}
                />
              )}
              {row.seeds.map((seed) => (
                <line key={seed.seed} className={styles.seed} x1={x(seed.value)} x2={x(seed.value)} y1={middle - 7} y2={middle + 7} />
              ))}
              {row.mean !== null && <path className={styles.mark} data-mark={mark} d={markPath(mark, x(row.mean), middle, 5.5)} />}
              <text className={styles.figure} x={meanRight} y={middle + 4} textAnchor="end">
                {row.mean === null ? (
                  <tspan className={styles.absent}>{row.absent ?? 'not measured'}</tspan>
                ) : (
                  <>
                    <tspan className={styles.mean}>{row.mean.toFixed(1)}</tspan>
                    <tspan className={styles.half}>{intervalText(row).slice(row.mean.toFixed(1).length)}</tspan>
                  </>
                )}
              </text>
              {columns.map((column, at) => (
                <text key={column} className={styles.cell} x={cellRights[at]} y={middle + 4} textAnchor="end">
                  {row.cells?.[at] ?? ''}
                </text>
              ))}
            </g>
          )
        })}
      </svg>
      {rows.map((row, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox handles the keys of its options
        <div
          key={row.id}
          id={`interval-${row.id}`}
          className={styles.target}
          role="option"
          tabIndex={-1}
          aria-selected={row.id === selectedId}
          aria-label={inWords(row, unit)}
          title={row.seeds.map((seed) => `seed ${seed.seed}: ${seed.value.toFixed(1)} ${unit}`).join(', ')}
          data-clickable={onSelect !== undefined}
          style={{ top: top + i * rowHeight, height: rowHeight - ROW_PADDING }}
          onClick={() => {
            setCursor(i)
            onSelect?.(row.id)
          }}
        />
      ))}
    </div>
  )
}

const inWords = (row: IntervalRow, unit: string): string =>
  row.mean === null
    ? `${row.label}: ${row.absent ?? 'not measured'}`
    : `${row.label}: ${row.mean.toFixed(1)} ${unit}${row.half === null ? '' : `, plus or minus ${row.half.toFixed(1)}`}, ${row.seeds.length} ${row.seeds.length === 1 ? 'seed' : 'seeds'}`
