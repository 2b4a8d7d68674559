/** What lies over the points of a map: class names with a halo, the selected point with rays to its neighbours, the hovered one. */
import type { Fit } from './map-camera'
import type { MapPoints } from './map-data'
import { type LabelPlace, separate } from './map-labels'
import type { MapTheme } from './map-theme'

export interface MapHighlight {
  readonly hovered: number | null
  readonly selected: number | null
  /** Points to draw rays to, from the selected one. */
  readonly neighbours: readonly number[]
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
  { hovered, selected, neighbours }: MapHighlight,
  placeOf: (point: number) => { readonly x: number; readonly y: number },
  theme: MapTheme,
): void {
  const ring = (point: number, radius: number, width: number): void => {
    const { x, y } = placeOf(point)
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.lineWidth = width
    context.stroke()
  }
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
