/** Which mark each point gets, and the marks themselves: drawn once each on a small canvas, then stamped thousands of times. */
import { type ColourBy, classGlyphs, classSlots, type MapFrame, type MapPoints, SHADES, shadeOf, shownClass } from './map-data'
import { isShown, type MapFilter } from './map-filter'
import type { MapTheme } from './map-theme'

/** `tick` is the three-stroke triangle for marks too small to stay open. */
export type MarkShape = SourceShape | 'triangle' | 'tick' | 'cross' | 'glyph'

/** Filled, one for each of several sources; a sixth begins again. */
const sourceShapes = ['disc', 'square', 'diamond', 'wedge', 'plus'] as const
export type SourceShape = (typeof sourceShapes)[number]

/** Of the source of this number. */
export const shapeOfSource = (part: number): SourceShape => sourceShapes[part % sourceShapes.length] as SourceShape

export interface Mark {
  readonly shape: MarkShape
  readonly colour: string
  readonly glyph: string
  readonly radius: number
  readonly stroke: number
  readonly opacity: number
}

export interface MapLook {
  readonly colourBy: ColourBy
  readonly filter: MapFilter
  /** Letters in place of discs and triangles, for those who cannot tell the hues apart. */
  readonly glyphs: boolean
}

export interface MarkPlan {
  readonly marks: readonly Mark[]
  /** [N] index into `marks`. */
  readonly byPoint: Uint16Array
  /** [N] 1 when the point passes the filter. */
  readonly shown: Uint8Array
}

const MANY = 2_000
const SMALL_RADIUS = 1.6
const TICK_BELOW = 1.8

/** Mark size by the number of points: the token's up to 2,000, 1.6 px at 0.6 opacity above. */
export function markSize(
  count: number,
  theme: Pick<MapTheme, 'markRadius' | 'markStroke'>,
): { radius: number; stroke: number; opacity: number } {
  return count <= MANY
    ? { radius: theme.markRadius, stroke: theme.markStroke, opacity: 0.92 }
    : { radius: (theme.markRadius / 2.6) * SMALL_RADIUS, stroke: theme.markStroke * 0.8, opacity: 0.6 }
}

/** Variants of a mark for one domain and class: shown, shown but wrong, filtered out, filtered out and wrong. */
const VARIANTS = 4

interface Passing {
  readonly domain: 0 | 1
  readonly passes: boolean
  readonly wrong: boolean
}

/** Decides the mark of every point. Pure: the same input gives the same plan. */
export function planMarks(points: MapPoints, frame: MapFrame, look: MapLook, theme: MapTheme): MarkPlan {
  const count = points.domain.length
  const size = markSize(count, theme)
  const slots = classSlots(points)
  const glyphs = classGlyphs(points.classNames)
  const marks: Mark[] = []
  /** By class, shade, kind and variant: index into `marks` plus one; 0 where that mark has not come up yet. Kinds: the target, then sources. */
  const kinds = 1 + sourceShapes.length
  const known = new Uint16Array((points.classNames.length + 1) * (SHADES + 1) * kinds * VARIANTS)
  const byPoint = new Uint16Array(count)
  const shown = new Uint8Array(count)
  const open: MarkShape = size.radius < TICK_BELOW ? 'tick' : 'triangle'

  const colourOf = (domain: 0 | 1, classId: number, shade: number): string => {
    if (look.colourBy === 'domain') return theme.domain[domain]
    if (look.colourBy === 'error') return domain === 0 ? theme.muted : theme.sealed
    if (look.colourBy === 'confidence' || look.colourBy === 'entropy') return theme.shades[shade] ?? theme.muted
    return theme.classes[slots[classId] ?? -1]?.[domain] ?? theme.muted
  }
  const makeMark = (own: MarkShape, classId: number, shade: number, { domain, passes, wrong }: Passing): Mark => {
    const shape: MarkShape = wrong ? 'cross' : look.glyphs ? 'glyph' : own
    return {
      shape,
      colour: passes ? (wrong ? theme.bad : colourOf(domain, classId, shade)) : theme.faint,
      glyph: shape === 'glyph' ? (glyphs[classId] ?? '?') : '',
      radius: size.radius,
      stroke: size.stroke,
      opacity: passes ? size.opacity : 0.7,
    }
  }
  const marksErrors = look.colourBy === 'prediction' || look.colourBy === 'error'
  for (let i = 0; i < count; i++) {
    const domain = points.domain[i] as 0 | 1
    const classId = shownClass(points, frame, i, look.colourBy)
    const shade = shadeOf(frame, i, look.colourBy)
    const passes = isShown(look.filter, domain, classId)
    shown[i] = passes ? 1 : 0
    const label = points.sourceClass[i] as number
    const wrong = marksErrors && label >= 0 && frame.prediction[i] !== label
    const part = (points.sourcePart?.[i] ?? 0) % sourceShapes.length
    const kind = domain === 1 ? 0 : 1 + part
    const slot = (((classId + 1) * (SHADES + 1) + shade + 1) * kinds + kind) * VARIANTS + (passes ? 0 : 2) + (wrong ? 1 : 0)
    const shape = domain === 1 ? open : shapeOfSource(part)
    if (!known[slot]) known[slot] = marks.push(makeMark(shape, classId, shade, { domain, passes, wrong }))
    byPoint[i] = (known[slot] as number) - 1
  }
  return { marks, byPoint, shown }
}

/** Equal marks have equal keys: a stamp made once serves all later frames. */
export const markKey = (mark: Mark): string => `${mark.shape}|${mark.colour}|${mark.glyph}|${mark.radius}|${mark.stroke}|${mark.opacity}`

type Context = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'arc'
  | 'fill'
  | 'stroke'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'fillText'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'lineCap'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
>

/** Draws one mark with its middle at (x, y). */
export function drawMark(context: Context, mark: Mark, x: number, y: number, font: string): void {
  const { radius: r } = mark
  context.fillStyle = mark.colour
  context.strokeStyle = mark.colour
  context.lineWidth = mark.stroke
  context.lineJoin = 'round'
  context.lineCap = 'round'
  context.beginPath()
  switch (mark.shape) {
    case 'disc':
      context.arc(x, y, r, 0, 2 * Math.PI)
      context.fill()
      return
    case 'square':
      polygon(context, x, y, [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9], r)
      context.fill()
      return
    case 'diamond':
      polygon(context, x, y, [0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0], r)
      context.fill()
      return
    case 'wedge':
      polygon(context, x, y, [-1.2, -0.9, 1.2, -0.9, 0, 1.25], r)
      context.fill()
      return
    case 'plus':
      context.lineWidth = r * 0.8
      context.moveTo(x - r * 1.2, y)
      context.lineTo(x + r * 1.2, y)
      context.moveTo(x, y - r * 1.2)
      context.lineTo(x, y + r * 1.2)
      context.stroke()
      return
    case 'triangle': {
      const q = r * 1.45
      context.moveTo(x, y - q)
      context.lineTo(x + q * 0.92, y + q * 0.68)
      context.lineTo(x - q * 0.92, y + q * 0.68)
      context.closePath()
      context.stroke()
      return
    }
    case 'tick':
      for (const angle of [-Math.PI / 2, Math.PI / 6, (5 * Math.PI) / 6]) {
        context.moveTo(x, y)
        context.lineTo(x + Math.cos(angle) * r * 1.5, y + Math.sin(angle) * r * 1.5)
      }
      context.stroke()
      return
    case 'cross':
      context.lineWidth = mark.stroke * 1.2
      context.moveTo(x - r * 1.2, y - r * 1.2)
      context.lineTo(x + r * 1.2, y + r * 1.2)
      context.moveTo(x + r * 1.2, y - r * 1.2)
      context.lineTo(x - r * 1.2, y + r * 1.2)
      context.stroke()
      return
    case 'glyph':
      context.font = `650 ${r * 3.8}px ${font}`
      context.textAlign = 'center'
      context.textBaseline = 'middle'
      context.fillText(mark.glyph, x, y)
  }
}

/** Corners as x, y in turn, in parts of `r` from the middle. */
function polygon(context: Context, x: number, y: number, corners: readonly number[], r: number): void {
  for (let at = 0; at < corners.length; at += 2) {
    const [px, py] = [x + (corners[at] as number) * r, y + (corners[at + 1] as number) * r]
    if (at === 0) context.moveTo(px, py)
    else context.lineTo(px, py)
  }
  context.closePath()
}

/** The mark on a canvas of its own, at device resolution; stamped with its middle on the point. */
export function makeStamp(mark: Mark, pixelRatio: number, font: string): HTMLCanvasElement {
  const reach = mark.shape === 'glyph' ? mark.radius * 2.6 : mark.radius * 1.5 + mark.stroke + 1
  const stamp = document.createElement('canvas')
  stamp.width = stamp.height = Math.ceil(reach * 2 * pixelRatio)
  const context = stamp.getContext('2d')
  if (context) {
    context.scale(pixelRatio, pixelRatio)
    context.globalAlpha = mark.opacity
    const middle = stamp.width / pixelRatio / 2
    drawMark(context, mark, middle, middle, font)
  }
  return stamp
}
