/** Where the rows, the axis and the figures of an interval plot stand. */
import { type ScaleLinear, scaleLinear } from 'd3'
import { textWidth } from '../text-width'
import type { Size } from '../use-size'
import { type IntervalRow, intervalText } from './interval-rows'

export interface IntervalGeometry {
  readonly x: ScaleLinear<number, number>
  readonly ticks: readonly number[]
  readonly labelX: number
  /** Right edges of the text columns, px. */
  readonly meanRight: number
  readonly cellRights: readonly number[]
  readonly top: number
  readonly plotBottom: number
  readonly rowHeight: number
}

export interface IntervalSpec {
  readonly rows: readonly IntervalRow[]
  readonly domain: readonly [number, number]
  readonly columns: readonly string[]
  readonly meanTitle: string
}

export const ROW_PADDING = 1
const TALLEST_ROW = 72

export function intervalGeometry({ rows, domain, columns, meanTitle }: IntervalSpec, { width, height, scale }: Size): IntervalGeometry {
  const figure = (text: string): number => textWidth(text, 13 * scale)
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(figure))
  const labelX = 4
  const labels = Math.min(width * 0.34, Math.max(80, widest(rows.flatMap((row) => [row.label, row.note ?? '']))) + 20)
  const cellWidths = columns.map((column, i) => widest([column, ...rows.map((row) => row.cells?.[i] ?? '')]) + 22)
  const cellRights: number[] = []
  let right = width - 4
  for (const cell of [...cellWidths].reverse()) {
    cellRights.unshift(right)
    right -= cell
  }
  const meanWidth = widest([meanTitle, ...rows.map((row) => (row.mean === null ? (row.absent ?? 'not measured') : intervalText(row)))]) + 14
  const x = scaleLinear(domain, [labels + 8, Math.max(labels + 60, right - meanWidth - 12)])
  const top = 26 * scale
  const rowHeight = Math.min(TALLEST_ROW * scale, Math.max(20, (height - top - 22 * scale) / Math.max(1, rows.length)))
  const [from, to] = x.range() as [number, number]
  return {
    x,
    ticks: x.ticks(Math.max(2, Math.min(5, Math.floor((to - from) / 40)))),
    labelX,
    meanRight: right,
    cellRights,
    top,
    plotBottom: top + rowHeight * rows.length,
    rowHeight,
  }
}

/** How each name of a vertical line, by rising x px, is set at it: in the middle, or to the side where its neighbour would cover it. */
export function referenceAnchors(names: readonly { readonly x: number; readonly label: string }[], scale: number): readonly Anchor[] {
  const width = (index: number): number => textWidth(names[index]?.label ?? '', 11 * scale)
  const touches = (left: number): boolean => {
    const [a, b] = [names[left], names[left + 1]]
    return a !== undefined && b !== undefined && b.x - a.x < (width(left) + width(left + 1)) / 2 + 6 * scale
  }
  return names.map((_, index) => (touches(index) ? 'end' : touches(index - 1) ? 'start' : 'middle'))
}

type Anchor = 'start' | 'middle' | 'end'

/** The domain's mark around a centre, px: source a disc, target an open triangle. */
export const markPath = (mark: 'source' | 'target', x: number, y: number, r: number): string =>
  mark === 'source'
    ? `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`
    : `M${x},${y - r * 1.15}L${x + r * 1.05},${y + r * 0.8}L${x - r * 1.05},${y + r * 0.8}Z`
