/** Turns chart data and a box into scales, paths, ticks and labels, so that the component only writes them down. */
import { line as d3line, type ScaleLinear, scaleLinear } from 'd3'
import { decimate } from '../decimate'
import { smooth } from '../smoothing'
import { textWidth } from '../text-width'
import type { Size } from '../use-size'
import type { LineChartData, LineSeries, XAxis, YAxis } from './line-series'

export interface Margins {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

export interface LineGeometry {
  readonly margins: Margins
  readonly x: ScaleLinear<number, number>
  readonly y: ScaleLinear<number, number>
  readonly xTicks: readonly number[]
  readonly fontPx: number
  readonly labelPx: number
}

export const LABEL_GAP = 8
export const MARK_ROOM = 6

/** A line's value in words: its own format, or one decimal and the axis unit. */
export const valueText = (series: LineSeries, value: number, unit: string | undefined): string =>
  series.format ? series.format(value) : unit ? `${value.toFixed(1)} ${unit}` : formatNumber(value)

/** Three significant digits at most, without trailing zeros: 0.047, 0.71, 12.3, 3,120. */
export function formatNumber(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 100) return Math.round(value).toLocaleString('en-US')
  if (size < 0.001) return value.toExponential(1)
  return String(Number(value.toPrecision(size < 1 ? 2 : 3)))
}

export const endLabel = (series: LineSeries, unit: string | undefined): string => {
  const last = frontValues(series).at(-1)
  if (series.endText) return series.endText
  return series.nameOnly || last === undefined ? series.label : `${series.label} ${valueText(series, last, unit)}`
}

export const tickText = (axis: YAxis, tick: number): string => {
  const text = axis.format ? axis.format(tick) : formatNumber(tick)
  return axis.unit && tick === Math.max(...axis.ticks) ? `${text} ${axis.unit}` : text
}

/** Where a series is drawn last, in x units: its future counts. */
export const lastX = (series: LineSeries): number | undefined => series.future?.x.at(-1) ?? series.x.at(-1)

/**
 * Margins that leave room for end labels: while a line ends early its label stands in the empty track, and the right margin grows
 * smoothly as the line nears the end, so that the plot never jumps.
 */
export function chartMargins(data: LineChartData, size: Size): Margins {
  const fontPx = 11 * size.scale
  const left = Math.ceil(Math.max(...data.y.ticks.map((tick) => textWidth(tickText(data.y, tick), fontPx)), 14)) + 8
  const [from, to] = data.x.domain
  let right = 14
  for (const series of data.series) {
    const end = lastX(series)
    if (end === undefined || to <= from || !series.label) continue
    const fraction = Math.max(0.05, Math.min(1, (end - from) / (to - from)))
    const label = textWidth(endLabel(series, data.y.unit), 11.5 * size.scale) + LABEL_GAP + (series.mark ? MARK_ROOM : 0)
    right = Math.max(right, size.width - left - (size.width - label - left) / fraction)
  }
  const bottom = data.x.hideTicks ? 6 : (data.x.bare ? 18 : 30) * size.scale
  return { top: 9 * size.scale, right: Math.min(right, size.width * 0.45), bottom, left }
}

export function lineGeometry(data: LineChartData, size: Size): LineGeometry {
  const margins = chartMargins(data, size)
  const x = scaleLinear(data.x.domain, [margins.left, Math.max(margins.left + 1, size.width - margins.right)])
  const y = scaleLinear(data.y.domain, [Math.max(margins.top + 1, size.height - margins.bottom), margins.top])
  return { margins, x, y, xTicks: xTicks(data.x, x), fontPx: 11 * size.scale, labelPx: 11.5 * size.scale }
}

function xTicks(axis: XAxis, scale: ScaleLinear<number, number>): number[] {
  if (axis.marks) return axis.marks.map(({ at }) => at)
  const [left, right] = scale.range() as [number, number]
  const ticks = scale.ticks(Math.max(2, Math.min(10, Math.floor((right - left) / 56))))
  return axis.whole ? ticks.filter((tick) => Number.isInteger(tick)) : ticks
}

export interface SeriesPaths {
  /** The line in front, smoothed where asked. */
  readonly line: string
  readonly raw: string | null
  readonly band: string | null
  readonly future: string | null
  /** Every value, px; empty unless the series asks for dots. */
  readonly dots: readonly { readonly x: number; readonly y: number }[]
  /** Last drawn point, px. */
  readonly end: { readonly x: number; readonly y: number } | null
}

/** Values as they are drawn in front: smoothed where the series asks for it. */
export const frontValues = (series: LineSeries): readonly number[] => (series.smoothSpan ? smooth(series.y, series.smoothSpan) : series.y)

export function seriesPaths(series: LineSeries, geometry: LineGeometry): SeriesPaths {
  const { x, y } = geometry
  const [left, right] = x.range() as [number, number]
  const front = frontValues(series)
  const path = (xs: readonly number[], ys: readonly number[]): string =>
    d3line<number>()
      .defined((i) => Number.isFinite(ys[i]))
      .x((i) => x(xs[i] as number))
      .y((i) => y(ys[i] as number))
      .digits(1)(decimate(xs, ys, Math.ceil(right - left))) ?? ''
  const { low, high } = series
  const kept = low && high ? decimate(series.x, series.y, Math.ceil(right - left)) : []
  const edge = (values: readonly number[]): string[] =>
    kept.map((i) => `${x(series.x[i] as number).toFixed(1)},${y(values[i] as number).toFixed(1)}`)
  const lastIndex = series.x.length - 1
  const end = lastIndex >= 0 ? { x: x(series.x[lastIndex] as number), y: y(front[lastIndex] as number) } : null
  return {
    line: path(series.x, front),
    raw: series.smoothSpan && series.smoothSpan > 1 ? path(series.x, series.y) : null,
    band: low && high && kept.length > 1 ? `M${edge(high).join('L')}L${edge(low).reverse().join('L')}Z` : null,
    dots: series.dots ? series.x.map((value, i) => ({ x: x(value), y: y(front[i] as number) })) : [],
    future: series.future ? path(series.future.x, series.future.y) : null,
    end: end && Number.isFinite(end.y) ? end : null,
  }
}
