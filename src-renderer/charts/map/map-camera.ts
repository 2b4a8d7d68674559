/** From map units to pixels: a fit that keeps proportions, then the user's zoom and pan on top. */

/** Centre and scale that bring map units to pixels before zooming. */
export interface Fit {
  readonly x: number
  readonly y: number
  /** Pixels per map unit. */
  readonly scale: number
}

/** Zoom and pan in pixels, as d3-zoom keeps them: shown = fitted · k + (x, y). */
export interface Camera {
  readonly k: number
  readonly x: number
  readonly y: number
}

export interface Box {
  readonly width: number
  readonly height: number
}

export const HOME: Camera = { k: 1, x: 0, y: 0 }

/** Fits all points into the box with a padding in px. Both axes keep one scale: distances in a map mean the same in all directions. */
export function fitPositions(positions: Float32Array, { width, height }: Box, padding: number): Fit {
  let left = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (let i = 0; i < positions.length; i += 2) {
    const x = positions[i] as number
    const y = positions[i + 1] as number
    if (x < left) left = x
    if (x > right) right = x
    if (y < top) top = y
    if (y > bottom) bottom = y
  }
  if (!(right >= left)) return { x: 0, y: 0, scale: 1 }
  const room = { width: Math.max(1, width - 2 * padding), height: Math.max(1, height - 2 * padding) }
  const scale = Math.min(room.width / Math.max(right - left, 1e-9), room.height / Math.max(bottom - top, 1e-9))
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(scale, 1e6) }
}

/** Slope and offset of the whole way from map units to pixels: px = unit · scale + (x, y). */
export function projection(fit: Fit, camera: Camera, box: Box): Fit {
  const scale = fit.scale * camera.k
  return {
    scale,
    x: (box.width / 2 - fit.x * fit.scale) * camera.k + camera.x,
    y: (box.height / 2 - fit.y * fit.scale) * camera.k + camera.y,
  }
}

export const mixFits = (from: Fit, to: Fit, t: number): Fit => ({
  x: from.x + (to.x - from.x) * t,
  y: from.y + (to.y - from.y) * t,
  scale: from.scale + (to.scale - from.scale) * t,
})

/** Index of the shown point nearest to a pixel within `reach` px, or -1. */
export function pickPoint(
  positions: Float32Array,
  project: Fit,
  at: { readonly x: number; readonly y: number },
  options: { readonly reach: number; readonly isShown: (point: number) => boolean },
): number {
  let best = -1
  let nearest = options.reach ** 2
  for (let i = 0; i < positions.length / 2; i++) {
    const dx = (positions[2 * i] as number) * project.scale + project.x - at.x
    const dy = (positions[2 * i + 1] as number) * project.scale + project.y - at.y
    const distance = dx * dx + dy * dy
    if (distance <= nearest && options.isShown(i)) {
      nearest = distance
      best = i
    }
  }
  return best
}

/** The nearest shown point in the direction of an arrow, preferring those straight ahead; -1 when there is none. */
export function pointTowards(
  positions: Float32Array,
  from: number,
  direction: { readonly x: number; readonly y: number },
  isShown: (point: number) => boolean,
): number {
  let best = -1
  let nearest = Number.POSITIVE_INFINITY
  for (let i = 0; i < positions.length / 2; i++) {
    if (i === from || !isShown(i)) continue
    const dx = (positions[2 * i] as number) - (positions[2 * from] as number)
    const dy = (positions[2 * i + 1] as number) - (positions[2 * from + 1] as number)
    const ahead = dx * direction.x + dy * direction.y
    if (ahead <= 0) continue
    const aside = Math.abs(dx * direction.y - dy * direction.x)
    const cost = ahead + 2 * aside
    if (cost < nearest) {
      nearest = cost
      best = i
    }
  }
  return best
}
