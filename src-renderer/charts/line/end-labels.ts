/** Finds a place for the name and value at the end of each line, off the other lines and off one another. */
import { type PlacedLabel, pushApart } from '../label-layout'
import { textWidth } from '../text-width'
import { endLabel, frontValues, LABEL_GAP, type LineGeometry, lastX, MARK_ROOM } from './line-geometry'
import type { LineChartData, LineSeries } from './line-series'

export interface EndLabel extends PlacedLabel {
  /** Left edge of the text, px. */
  readonly x: number
  /** Point the label belongs to, px. */
  readonly tip: Point
}

interface Point {
  readonly x: number
  readonly y: number
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Centres tried for a label, in label heights from the line's end, nearest first. */
const OFFSETS = [0, 1, -1, 1.6, -1.6, 2.4, -2.4]

/** Text boxes of the reference lines' names, which stand above their line at the right end. */
export function referenceBoxes(data: LineChartData, geometry: LineGeometry): Box[] {
  const right = geometry.x.range()[1] as number
  return (data.references ?? []).map((reference) => {
    const bottom = geometry.y(reference.value)
    return { left: right - textWidth(reference.label, geometry.fontPx), right, top: bottom - geometry.fontPx - 6, bottom }
  })
}

/** Drawn points of a series, px, thinned to about one a pixel. */
function drawn(series: LineSeries, geometry: LineGeometry): Point[] {
  const values = frontValues(series)
  const every = Math.max(1, Math.floor(values.length / 800))
  const points: Point[] = []
  for (let i = 0; i < values.length; i += every) points.push({ x: geometry.x(series.x[i] as number), y: geometry.y(values[i] as number) })
  for (const [i, x] of (series.future?.x ?? []).entries()) points.push({ x: geometry.x(x), y: geometry.y(series.future?.y[i] as number) })
  return points
}

const crosses = (points: readonly Point[], box: Box): boolean =>
  points.some((p) => p.x >= box.left && p.x <= box.right && p.y >= box.top && p.y <= box.bottom)

const overlaps = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Labels pushed apart within the plot; each first looks for the nearest place that no line, reference or reference name crosses. */
export function placeEndLabels(data: LineChartData, geometry: LineGeometry): EndLabel[] {
  const [bottom, top] = geometry.y.range() as [number, number]
  const height = geometry.labelPx * 1.35
  const lines = new Map(data.series.map((series) => [series.id, drawn(series, geometry)]))
  const names = referenceBoxes(data, geometry)
  const levels = (data.references ?? []).map((reference) => geometry.y(reference.value))
  const tips = new Map<string, Point & { left: number }>()
  const requests = data.series.flatMap((series) => {
    const x = lastX(series)
    const y = series.future?.y.at(-1) ?? frontValues(series).at(-1)
    if (!series.label || x === undefined || y === undefined || !Number.isFinite(y)) return []
    const tip = { x: geometry.x(x), y: geometry.y(y) }
    const left = tip.x + LABEL_GAP + (series.mark ? MARK_ROOM : 0)
    tips.set(series.id, { ...tip, left })
    const right = left + textWidth(endLabel(series, data.y.unit), geometry.labelPx)
    const free = OFFSETS.map((offset) => tip.y + offset * height).find((middle) => {
      const box = { left, right, top: middle - height / 2, bottom: middle + height / 2 }
      if (box.top < top - height / 2 || box.bottom > bottom + height / 2) return false
      if (levels.some((level) => level >= box.top && level <= box.bottom)) return false
      if (names.some((name) => overlaps(name, box))) return false
      return ![...lines].some(([id, points]) => id !== series.id && crosses(points, box))
    })
    return [{ id: series.id, y: free ?? tip.y, height }]
  })
  return pushApart(requests, { top: top - height / 2, bottom: bottom + height / 2 }).map((label) => {
    const tip = tips.get(label.id) as Point & { left: number }
    return { ...label, tip, x: tip.left, leader: Math.abs(label.y - tip.y) > height * 1.7 }
  })
}
