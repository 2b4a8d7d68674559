/** Regions of a map's plane by class, drawn under its points: where a model, or the nearest points, decide for which class. */
import type { Fit } from './map-camera'
import { classSlots, type MapFrame, type MapPoints } from './map-data'
import type { MapTheme } from './map-theme'

/** Square cells, row by row; the first row is at `top` in map units, where positions have their smallest y. */
export interface MapGround {
  readonly columns: number
  readonly rows: number
  readonly left: number
  readonly top: number
  /** Side of a cell, map units. */
  readonly cell: number
  /** [rows, columns] class id, or domain where that is painted. */
  readonly classOf: Int32Array
  /** [rows, columns] how strongly, in [0,1]. */
  readonly strength: Float32Array
  /** Classes where absent. */
  readonly paint?: 'domain'
}

/** Cells along the longer side. */
const CELLS = 72
const NEAREST = 5
/** Points that decide; more cost time and change little. */
const MOST_POINTS = 1_200

/** Every cell takes the prediction most of its nearest points have; its strength is their share. */
export function nearestGround(points: MapPoints, { positions, prediction }: MapFrame): MapGround {
  const every = Math.max(1, Math.ceil(points.domain.length / MOST_POINTS))
  const deciding = Array.from({ length: Math.ceil(points.domain.length / every) }, (_, i) => i * every)
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < positions.length; i += 2) {
    left = Math.min(left, positions[i] as number)
    right = Math.max(right, positions[i] as number)
    top = Math.min(top, positions[i + 1] as number)
    bottom = Math.max(bottom, positions[i + 1] as number)
  }
  const cell = Math.max(right - left, bottom - top, 1e-9) / (CELLS - 4)
  const columns = Math.ceil((right - left) / cell) + 4
  const rows = Math.ceil((bottom - top) / cell) + 4
  const ground = { columns, rows, left: left - 2 * cell, top: top - 2 * cell, cell }
  const classOf = new Int32Array(columns * rows)
  const strength = new Float32Array(columns * rows)
  const near = new Int32Array(NEAREST)
  const distances = new Float64Array(NEAREST)
  for (let at = 0; at < classOf.length; at++) {
    const x = ground.left + ((at % columns) + 0.5) * cell
    const y = ground.top + (Math.floor(at / columns) + 0.5) * cell
    distances.fill(Number.POSITIVE_INFINITY)
    for (const point of deciding) {
      const distance = ((positions[2 * point] as number) - x) ** 2 + ((positions[2 * point + 1] as number) - y) ** 2
      if (distance >= (distances[NEAREST - 1] as number)) continue
      let place = NEAREST - 1
      for (; place > 0 && (distances[place - 1] as number) > distance; place--) {
        distances[place] = distances[place - 1] as number
        near[place] = near[place - 1] as number
      }
      distances[place] = distance
      near[place] = point
    }
    const votes = new Map<number, number>()
    for (const point of near) votes.set(prediction[point] as number, (votes.get(prediction[point] as number) ?? 0) + 1)
    const [winner] = [...votes].sort((a, b) => b[1] - a[1])
    classOf[at] = winner?.[0] ?? -1
    strength[at] = (winner?.[1] ?? 0) / NEAREST
  }
  return { ...ground, classOf, strength }
}

/** A cell at full strength. */
const FULL_OPACITY = 0.3

export interface GroundPlace {
  readonly points: MapPoints
  readonly project: Fit
  readonly theme: MapTheme
}

/** A cell in CSS px with its colour. */
export interface GroundCell {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly colour: string
  readonly opacity: number
}

export function* groundCells(ground: MapGround, { points, project, theme }: GroundPlace): Generator<GroundCell> {
  const slots = classSlots(points)
  const colourOf = (id: number): string | undefined => (ground.paint === 'domain' ? theme.domain[id] : theme.classes[slots[id] ?? -1]?.[1])
  // Edges on whole pixels: cells that overlap or gap by a fraction would show as lines.
  const across = (column: number): number => Math.round((ground.left + column * ground.cell) * project.scale + project.x)
  const down = (row: number): number => Math.round((ground.top + row * ground.cell) * project.scale + project.y)
  for (let row = 0, at = 0; row < ground.rows; row++) {
    const [top, bottom] = [down(row), down(row + 1)]
    for (let column = 0; column < ground.columns; column++, at++) {
      const colour = colourOf(ground.classOf[at] as number)
      if (!colour) continue
      const left = across(column)
      const opacity = FULL_OPACITY * (ground.strength[at] as number)
      yield { x: left, y: top, width: across(column + 1) - left, height: bottom - top, colour, opacity }
    }
  }
}

export function drawGround(context: CanvasRenderingContext2D, ground: MapGround, place: GroundPlace): void {
  for (const { x, y, width, height, colour, opacity } of groundCells(ground, place)) {
    context.globalAlpha = opacity
    context.fillStyle = colour
    context.fillRect(x, y, width, height)
  }
  context.globalAlpha = 1
}
