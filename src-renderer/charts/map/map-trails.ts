/** Trails of moved points: faint lines from where each point was to where it is. */
import type { Fit } from './map-camera'
import { classSlots, type MapPoints, type MapTrails } from './map-data'
import type { MapTheme } from './map-theme'

export interface TrailDrawing {
  readonly points: MapPoints
  readonly trails: MapTrails
  /** [N] class each point is painted by. */
  readonly classOf: (point: number) => number
  /** [N,2] positions as shown now. */
  readonly current: Float32Array
  readonly project: Fit
  readonly theme: MapTheme
}

/** Pixels below which a point counts as unmoved. */
const STILL = 1.5
const ALPHA = 0.3

/** One stroke for each class: as many paths as there are colours, however many points. */
export function drawTrails(context: CanvasRenderingContext2D, { points, trails, classOf, current, project, theme }: TrailDrawing): void {
  const first = points.fixedPoints ?? 0
  const slots = classSlots(points)
  const paths = new Map<string, Path2D>()
  const x = (value: number): number => value * project.scale + project.x
  const y = (value: number): number => value * project.scale + project.y
  for (let point = first; point < points.domain.length; point++) {
    const at = 2 * (point - first)
    const start = trails[0]
    if (!start) continue
    const [endX, endY] = [x(current[2 * point] as number), y(current[2 * point + 1] as number)]
    if (Math.hypot(endX - x(start[at] as number), endY - y(start[at + 1] as number)) < STILL) continue
    const colour = theme.classes[slots[classOf(point)] ?? -1]?.[1] ?? theme.muted
    let path = paths.get(colour)
    if (!path) {
      path = new Path2D()
      paths.set(colour, path)
    }
    path.moveTo(x(start[at] as number), y(start[at + 1] as number))
    for (const step of trails.slice(1)) path.lineTo(x(step[at] as number), y(step[at + 1] as number))
    path.lineTo(endX, endY)
  }
  context.globalAlpha = ALPHA
  context.lineWidth = theme.markStroke * 0.75
  context.lineJoin = 'round'
  for (const [colour, path] of paths) {
    context.strokeStyle = colour
    context.stroke(path)
  }
  context.globalAlpha = 1
}
