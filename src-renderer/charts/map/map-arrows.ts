/** Arrows on points: which way, and how strongly, something pulls each of them. */
import type { Fit } from './map-camera'
import type { MapTheme } from './map-theme'

/** [N,2] map units for each point. */
export type MapArrows = Float32Array

export interface ArrowDrawing {
  readonly arrows: MapArrows
  /** [N,2] positions as shown now. */
  readonly current: Float32Array
  /** [N] 0 source, 1 target. */
  readonly domain: Uint8Array
  readonly isShown: (point: number) => boolean
  readonly project: Fit
  readonly theme: MapTheme
}

/** More arrows than this cover the points they belong to. */
const MOST_ARROWS = 160
/** Pixels below which an arrow has no direction to show. */
const SHORTEST = 3
const HEAD = 4.5
const HEAD_ANGLE = 0.45

/** Every so many points have their arrow, alike for both domains: shaft and head as lines from here to there, in CSS px. */
export function* arrowLines(drawing: ArrowDrawing, which: 0 | 1): Generator<readonly [number, number, number, number]> {
  const { arrows, current, domain, isShown, project, theme } = drawing
  const every = Math.max(1, Math.ceil(domain.length / MOST_ARROWS))
  const head = HEAD * theme.scale
  for (let point = 0; point < domain.length; point += every) {
    if (domain[point] !== which || !isShown(point)) continue
    const x = (current[2 * point] as number) * project.scale + project.x
    const y = (current[2 * point + 1] as number) * project.scale + project.y
    const dx = (arrows[2 * point] as number) * project.scale
    const dy = (arrows[2 * point + 1] as number) * project.scale
    if (Math.hypot(dx, dy) < SHORTEST) continue
    yield [x, y, x + dx, y + dy]
    const angle = Math.atan2(dy, dx)
    for (const side of [HEAD_ANGLE, -HEAD_ANGLE]) {
      yield [x + dx - head * Math.cos(angle + side), y + dy - head * Math.sin(angle + side), x + dx, y + dy]
    }
  }
}

/** In the domains' colours. */
export function drawArrows(context: CanvasRenderingContext2D, drawing: ArrowDrawing): void {
  const { theme } = drawing
  context.lineWidth = theme.markStroke
  context.lineCap = 'round'
  for (const which of [0, 1] as const) {
    context.beginPath()
    for (const [fromX, fromY, toX, toY] of arrowLines(drawing, which)) {
      context.moveTo(fromX, fromY)
      context.lineTo(toX, toY)
    }
    context.strokeStyle = theme.domain[which]
    context.stroke()
  }
}
