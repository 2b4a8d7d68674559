/** What lies over the points of a map: class names with a halo, the selected point with rays to its neighbours, the hovered one. */
import type { Fit } from './map-camera'
import type { MapFrame, MapPoints } from './map-data'
import { type LabelPlace, separate } from './map-labels'
import type { MapTheme } from './map-theme'

/** CSS px within the canvas. */
export interface Place {
  readonly x: number
  readonly y: number
}

export interface MapHighlight {
  readonly hovered: number | null
  readonly selected: number | null
  /** Points to draw rays to, from the selected one. */
  readonly neighbours: readonly number[]
  /** Points in the lasso. */
  readonly chosen: readonly number[]
}

export interface PlacedName {
  readonly name: string
  readonly x: number
  readonly y: number
}

/** Px size of class names: larger for short names, smaller for words. */
export const nameSize = (points: MapPoints, theme: MapTheme): number =>
  (Math.max(0, ...points.classNames.map((name) => name.length)) <= 2 ? 17 : 13) * theme.scale

/** Class names in px, none over another. */
export function placeNames(
  labels: readonly LabelPlace[],
  points: MapPoints,
  project: Fit,
  size: { readonly px: number; readonly widthOf: (text: string) => number },
): PlacedName[] {
  const names = labels.map((label) => points.classNames[label.classId] ?? '')
  const places = separate(
    labels.map((label, i) => ({
      x: label.x * project.scale + project.x,
      y: label.y * project.scale + project.y,
      width: size.widthOf(names[i] as string) + 8,
      height: size.px * 1.25,
    })),
  )
  return places.map((place, i) => ({ ...place, name: names[i] as string }))
}

export function drawClassNames(
  context: CanvasRenderingContext2D,
  labels: readonly LabelPlace[],
  points: MapPoints,
  project: Fit,
  theme: MapTheme,
): void {
  const px = nameSize(points, theme)
  context.font = `700 ${px}px ${theme.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = 4
  context.strokeStyle = theme.surface
  context.fillStyle = theme.ink
  for (const { name, x, y } of placeNames(labels, points, project, { px, widthOf: (text) => context.measureText(text).width })) {
    context.strokeText(name, x, y)
    context.fillText(name, x, y)
  }
}

export function drawSelection(
  context: CanvasRenderingContext2D,
  { hovered, selected, neighbours, chosen }: MapHighlight,
  placeOf: (point: number) => Place,
  theme: MapTheme,
): void {
  const ring = (point: number, radius: number, width: number): void => {
    const { x, y } = placeOf(point)
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.lineWidth = width
    context.stroke()
  }
  context.strokeStyle = theme.accent
  for (const point of chosen) ring(point, theme.markRadius + 2, 1)
  context.strokeStyle = theme.ink
  if (selected !== null) {
    const from = placeOf(selected)
    context.lineWidth = 1
    for (const point of neighbours) {
      const to = placeOf(point)
      context.beginPath()
      context.moveTo(from.x, from.y)
      context.lineTo(to.x, to.y)
      context.stroke()
      ring(point, theme.markRadius + 2, 1)
    }
    ring(selected, theme.markRadius + 4.5, 2)
  }
  if (hovered !== null && hovered !== selected) ring(hovered, theme.markRadius + 4, 1.5)
}

export function drawLasso(context: CanvasRenderingContext2D, outline: readonly Place[], theme: MapTheme): void {
  if (outline.length < 2) return
  context.beginPath()
  for (const { x, y } of outline) context.lineTo(x, y)
  context.closePath()
  context.strokeStyle = context.fillStyle = theme.accent
  context.lineWidth = 1.5
  context.globalAlpha = 0.12
  context.fill()
  context.globalAlpha = 1
  context.stroke()
}

/** Classes that something is wrong with, ringed on the map with a word of why. */
export interface RingedClasses {
  readonly classes: readonly number[]
  /** "4 ⇄ 9 suspected swap". */
  readonly text: string
}

/** Ellipses of two standard deviations around the source points of each class; the words stand over the topmost. */
export function drawRings(
  context: CanvasRenderingContext2D,
  rings: readonly RingedClasses[],
  { points, positions, project, theme }: RingGround,
): void {
  context.strokeStyle = context.fillStyle = theme.bad
  for (const { classes, text } of rings) {
    const clouds = classes.map((id) => cloudOf(points, positions, id)).filter((cloud) => cloud !== null)
    let top: { x: number; y: number } | null = null
    context.lineWidth = 1.5
    context.setLineDash([4, 3])
    for (const cloud of clouds) {
      const [x, y] = [cloud.x * project.scale + project.x, cloud.y * project.scale + project.y]
      const [across, up] = [2 * cloud.deviationX * project.scale + 14, 2 * cloud.deviationY * project.scale + 14]
      context.beginPath()
      context.ellipse(x, y, across, up, 0, 0, 2 * Math.PI)
      context.stroke()
      if (top === null || y - up < top.y) top = { x, y: y - up }
    }
    context.setLineDash([])
    if (top === null) continue
    context.font = `600 ${11.5 * theme.scale}px ${theme.font}`
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.lineWidth = 4
    context.strokeStyle = theme.surface
    const y = Math.max(10, top.y - 9)
    context.strokeText(text, top.x, y)
    context.fillText(text, top.x, y)
    context.strokeStyle = theme.bad
  }
}

export interface RingGround {
  readonly points: MapPoints
  readonly positions: MapFrame['positions']
  readonly project: Fit
  readonly theme: MapTheme
}

/** Mean and deviation of a class's source points, map units; null without any. */
function cloudOf(points: MapPoints, positions: Float32Array, classId: number) {
  let size = 0
  const sums = { x: 0, y: 0, xx: 0, yy: 0 }
  for (let i = 0; i < points.domain.length; i++) {
    if (points.sourceClass[i] !== classId) continue
    const [x, y] = [positions[2 * i] as number, positions[2 * i + 1] as number]
    size++
    sums.x += x
    sums.y += y
    sums.xx += x * x
    sums.yy += y * y
  }
  if (size === 0) return null
  const [x, y] = [sums.x / size, sums.y / size]
  return { x, y, deviationX: Math.sqrt(Math.max(0, sums.xx / size - x * x)), deviationY: Math.sqrt(Math.max(0, sums.yy / size - y * y)) }
}
