/** Lines over one x axis: bands, guard zones, references, what is sealed and what is still to come, under a shared crosshair. */
import { type KeyboardEvent, type PointerEvent, useMemo } from 'react'
import { ChartFrame } from '../chart-frame'
import { type ChartState, READY } from '../chart-state'
import { joinColumns } from '../chart-table'
import { useCrosshair } from '../crosshair'
import type { Size } from '../use-size'
import { nearestIndex, stepsOf } from './crosshair-steps'
import { placeEndLabels } from './end-labels'
import { FutureHandles } from './future-handles'
import styles from './line-chart.module.css'
import { formatNumber, frontValues, type LineGeometry, lineGeometry, seriesPaths, valueText } from './line-geometry'
import { LineLabels } from './line-labels'
import { Ground, Lines, Sealed } from './line-marks'
import type { LineChartData } from './line-series'

export interface LineChartProps extends LineChartData {
  /** Names the chart for readers, the table and saved files: "Accuracy". */
  readonly title: string
  readonly state?: ChartState
  /** Writes x for the read-out; default "epoch 4.2". */
  readonly formatX?: (x: number) => string
}

const epochText = (x: number): string => `epoch ${x.toFixed(1)}`

/** Fills its parent, which must have a height. One tab stop: arrows move the crosshair, Shift by ten, Enter pins, Escape lets go, M opens the menu. */
export function LineChart(props: LineChartProps) {
  const { title, state = READY, x, series, y } = props
  const table = () =>
    joinColumns(
      x.name,
      series.flatMap((one) => {
        const name = y.unit ? `${one.label}, ${y.unit}` : one.label
        const value = { name, x: one.x, y: one.y }
        return one.low && one.high
          ? [value, { name: `${name}, low`, x: one.x, y: one.low }, { name: `${name}, high`, x: one.x, y: one.high }]
          : [value]
      }),
    )
  return (
    <ChartFrame title={title} state={state} table={table}>
      {(size) => <Plot {...props} size={size} />}
    </ChartFrame>
  )
}

function Plot({ size, title, formatX = epochText, x, y, series, references, zones, sealed }: LineChartProps & { readonly size: Size }) {
  const data = useMemo<LineChartData>(
    () => ({ x, y, series, ...(references ? { references } : {}), ...(zones ? { zones } : {}), ...(sealed ? { sealed } : {}) }),
    [x, y, series, references, zones, sealed],
  )
  const geometry = useMemo(() => lineGeometry(data, size), [data, size])
  const paths = useMemo(() => data.series.map((one) => seriesPaths(one, geometry)), [data, geometry])
  const labels = useMemo(() => placeEndLabels(data, geometry), [data, geometry])
  const [crosshair, store] = useCrosshair()
  const cursor = crosshair.x === null || crosshair.x < x.domain[0] || crosshair.x > x.domain[1] ? null : crosshair.x

  const onPointerMove = (event: PointerEvent): void => {
    if (crosshair.pinned) return
    const box = event.currentTarget.getBoundingClientRect()
    const at = geometry.x.invert(event.clientX - box.left)
    store.setState({ x: Math.max(x.domain[0], Math.min(x.domain[1], at)) })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') store.setState({ pinned: !crosshair.pinned && cursor !== null })
    else if (event.key === 'Escape' && cursor !== null) store.setState({ x: null, pinned: false })
    else {
      const next = nextStep(event, stepsOf(data), cursor)
      if (next === null) return
      store.setState({ x: next })
    }
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      className={styles.plot}
      role="slider"
      tabIndex={0}
      aria-label={title}
      aria-valuemin={x.domain[0]}
      aria-valuemax={x.domain[1]}
      aria-valuenow={cursor ?? x.now ?? x.domain[1]}
      aria-valuetext={inWords(data, cursor, formatX)}
      onPointerMove={onPointerMove}
      onPointerLeave={() => crosshair.pinned || store.setState({ x: null })}
      onKeyDown={onKeyDown}
    >
      <svg data-chart width={size.width} height={size.height} aria-hidden="true">
        <Ground data={data} geometry={geometry} />
        <Lines series={data.series} paths={paths} />
        {sealed && <Sealed area={sealed} geometry={geometry} />}
        {x.marker !== undefined && cursor === null && <Cursor at={x.marker} data={data} geometry={geometry} />}
        {cursor !== null && <Cursor at={cursor} data={data} geometry={geometry} pinned={crosshair.pinned} text={formatX(cursor)} />}
        <LineLabels data={data} labels={labels} cursor={cursor} />
      </svg>
      {data.series.map((one) =>
        one.edit ? (
          <FutureHandles key={one.id} series={{ ...one, edit: one.edit }} geometry={geometry} domain={y.domain} formatX={formatX} />
        ) : null,
      )}
    </div>
  )
}

/** Where an arrow, Home or End takes the crosshair; null for other keys. */
function nextStep(event: KeyboardEvent, steps: readonly number[], cursor: number | null): number | null {
  const last = steps.length - 1
  if (last < 0) return null
  const at = cursor === null ? null : nearestIndex(steps, cursor)
  const by = event.shiftKey ? 10 : 1
  const index = { ArrowRight: at === null ? 0 : at + by, ArrowLeft: at === null ? last : at - by, Home: 0, End: last }[event.key]
  return index === undefined ? null : (steps[Math.max(0, Math.min(last, index))] as number)
}

interface CursorProps {
  readonly at: number
  readonly data: LineChartData
  readonly geometry: LineGeometry
  readonly pinned?: boolean
  /** Written on the axis; a marker that stays has none. */
  readonly text?: string
}

function Cursor({ at, data, geometry, pinned = false, text = '' }: CursorProps) {
  const [bottom, top] = geometry.y.range() as [number, number]
  const [left, right] = geometry.x.range() as [number, number]
  const px = geometry.x(at)
  const half = text.length * geometry.fontPx * 0.3
  return (
    <g data-transient={text ? '' : undefined} className={styles.cursor} data-pinned={pinned || undefined}>
      <line x1={px} x2={px} y1={top} y2={bottom} />
      {data.series.map((series) => {
        const value = valueAt(series, at)
        return value === null ? null : <circle key={series.id} data-tone={series.tone} cx={px} cy={geometry.y(value)} r={3} />
      })}
      {text && (
        <text x={Math.max(left + half, Math.min(right - half, px))} y={bottom + 14 * (geometry.fontPx / 11)} textAnchor="middle">
          {text}
        </text>
      )}
    </g>
  )
}

/** The drawn value of a series nearest to x, or null where the series does not reach. */
function valueAt(series: LineChartData['series'][number], x: number): number | null {
  const first = series.x[0]
  const last = series.x.at(-1)
  if (first === undefined || last === undefined) return null
  const slack = (last - first) / Math.max(1, series.x.length - 1)
  if (x < first - slack || x > last + slack) return null
  const value = frontValues(series)[nearestIndex(series.x, x)]
  return value !== undefined && Number.isFinite(value) ? value : null
}

function inWords(data: LineChartData, cursor: number | null, formatX: (x: number) => string): string {
  const values = data.series.map((series) => {
    const value = cursor === null ? series.y.at(-1) : valueAt(series, cursor)
    return value === undefined || value === null ? `${series.label} no value` : `${series.label} ${valueText(series, value, data.y.unit)}`
  })
  const where = cursor === null ? 'latest' : formatX(cursor)
  const sealed = data.sealed ? `. ${data.sealed.title}, ${data.sealed.note}` : ''
  const lines = (data.references ?? []).map((reference) => `${reference.label} ${formatNumber(reference.value)}`)
  return `${where}: ${[...values, ...lines].join(', ')}${sealed}`
}
