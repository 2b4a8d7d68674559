/** The map as files: PNG at twice the resolution, SVG, and a CSV of every point. */
import { toCsv } from '../csv'
import { pngFromCanvas } from '../save-picture'
import { textWidth } from '../text-width'
import { type ArrowDrawing, arrowLines, drawArrows } from './map-arrows'
import { drawGround, groundCells } from './map-ground'
import { drawMark, type Mark } from './map-marks'
import { drawClassNames, nameSize, placeNames } from './map-overlay'
import type { MapSnapshot } from './map-renderer'

const PNG_SCALE = 2

/** Points in drawing order with their place in px: filtered-out ones first. */
function* placedMarks({ plan, order, positions, project }: MapSnapshot): Generator<{ mark: Mark; x: number; y: number }> {
  for (const pass of [0, 1]) {
    for (const point of order) {
      if (plan.shown[point] !== pass) continue
      yield {
        mark: plan.marks[plan.byPoint[point] as number] as Mark,
        x: (positions[2 * point] as number) * project.scale + project.x,
        y: (positions[2 * point + 1] as number) * project.scale + project.y,
      }
    }
  }
}

export function mapPng(snapshot: MapSnapshot): Promise<Blob> {
  const { box } = snapshot
  const canvas = document.createElement('canvas')
  canvas.width = box.width * PNG_SCALE
  canvas.height = box.height * PNG_SCALE
  const context = canvas.getContext('2d')
  if (context) {
    context.scale(PNG_SCALE, PNG_SCALE)
    paintMap(context, snapshot)
  }
  return pngFromCanvas(canvas)
}

/** Where the arrows of a snapshot are; null without any. */
function arrowsIn({ arrows, points, positions, plan, project, theme }: MapSnapshot): ArrowDrawing | null {
  if (arrows?.length !== 2 * points.domain.length) return null
  return { arrows, current: positions, domain: points.domain, isShown: (point) => plan.shown[point] === 1, project, theme }
}

/** Ground, marks, arrows and class names, in CSS px. */
export function paintMap(context: CanvasRenderingContext2D, snapshot: MapSnapshot): void {
  const { box, theme, labels, points, project, ground } = snapshot
  context.fillStyle = theme.surface
  context.fillRect(0, 0, box.width, box.height)
  if (ground) drawGround(context, ground, { points, project, theme })
  for (const { mark, x, y } of placedMarks(snapshot)) {
    context.globalAlpha = mark.opacity
    drawMark(context, mark, x, y, theme.font)
  }
  context.globalAlpha = 1
  const arrows = arrowsIn(snapshot)
  if (arrows) drawArrows(context, arrows)
  drawClassNames(context, labels, points, project, theme)
}

export function mapSvg(snapshot: MapSnapshot): string {
  const { box, theme, labels, points, project, ground } = snapshot
  const px = nameSize(points, theme)
  const names = placeNames(labels, points, project, { px, widthOf: (text) => textWidth(text, px) })
  const marks = [...placedMarks(snapshot)].map(({ mark, x, y }) => markSvg(mark, x, y))
  const cells = [...(ground ? groundCells(ground, { points, project, theme }) : [])].map(
    ({ x, y, width, height, colour, opacity }) =>
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}" opacity="${opacity.toFixed(3)}"/>`,
  )
  const arrows = arrowsIn(snapshot)
  const pulls = ([0, 1] as const).flatMap((which) =>
    [...(arrows ? arrowLines(arrows, which) : [])].map(
      (line) =>
        `<path d="M${line.slice(0, 2).map(tenth).join()}L${line.slice(2).map(tenth).join()}" stroke="${theme.domain[which]}" stroke-width="${theme.markStroke}" stroke-linecap="round"/>`,
    ),
  )
  const texts = names.map(
    (name) =>
      `<text x="${name.x.toFixed(1)}" y="${name.y.toFixed(1)}" dy="0.35em" text-anchor="middle" font-size="${px}" font-weight="700" fill="${theme.ink}" stroke="${theme.surface}" stroke-width="4" stroke-linejoin="round" paint-order="stroke">${escapeXml(name.name)}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${box.width}" height="${box.height}" viewBox="0 0 ${box.width} ${box.height}" font-family="${escapeXml(theme.font)}"><rect width="100%" height="100%" fill="${theme.surface}"/>${[...cells, ...marks, ...pulls, ...texts].join('')}</svg>`
}

/** Draws a mark through the same code as the canvas, recording its path. */
function markSvg(mark: Mark, x: number, y: number): string {
  const path: string[] = []
  let element = ''
  const at = (px: number, py: number): string => `${px.toFixed(1)},${py.toFixed(1)}`
  const paint = (fill: string, stroke: string): void => {
    element = `<path d="${path.join('')}" fill="${fill}" stroke="${stroke}" stroke-width="${recorder.lineWidth}" stroke-linejoin="round" stroke-linecap="round" opacity="${mark.opacity}"/>`
  }
  const recorder: Parameters<typeof drawMark>[0] = {
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 1,
    lineJoin: 'round',
    lineCap: 'round',
    font: '',
    textAlign: 'center',
    textBaseline: 'middle',
    beginPath: () => void path.splice(0),
    moveTo: (px, py) => void path.push(`M${at(px, py)}`),
    lineTo: (px, py) => void path.push(`L${at(px, py)}`),
    closePath: () => void path.push('Z'),
    arc: (px, py, r) => void path.push(`M${at(px - r, py)}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`),
    fill: () => paint(mark.colour, 'none'),
    stroke: () => paint('none', mark.colour),
    fillText: (text, px, py) => {
      element = `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" dy="0.35em" text-anchor="middle" font-size="${(mark.radius * 3.8).toFixed(1)}" font-weight="650" fill="${mark.colour}" opacity="${mark.opacity}">${escapeXml(text)}</text>`
    },
  }
  drawMark(recorder, mark, x, y, '')
  return element
}

/** One row a point, in the order of the points; a target's label is written as "sealed". */
export function mapCsv({ points, frame }: Pick<MapSnapshot, 'points' | 'frame'>, imageIndex: Int32Array): string {
  const name = (id: number): string => points.classNames[id] ?? String(id)
  return toCsv(
    ['point', 'domain', 'image', 'x', 'y', 'label', 'prediction', 'confidence'],
    Array.from(points.domain, (domain, i) => [
      i,
      domain === 0 ? (points.sourcePart ? `source ${(points.sourcePart[i] as number) + 1}` : 'source') : 'target',
      imageIndex[i] ?? null,
      frame.positions[2 * i] as number,
      frame.positions[2 * i + 1] as number,
      domain === 0 ? name(points.sourceClass[i] as number) : 'sealed',
      name(frame.prediction[i] as number),
      frame.confidence[i] as number,
    ]),
  )
}

const tenth = (px: number): string => px.toFixed(1)

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
