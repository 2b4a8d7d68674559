/** The way of a map through training as an animated GIF. */
import { encodeGif, type GifFrame } from '../gif/encode-gif'
import { Palette } from '../gif/palette'
import { paintMap } from './map-files'
import type { MapTheme } from './map-theme'
import { type MapTimeline, timelinePictures } from './map-timeline'

const BOX = { width: 640, height: 480 }
const FOOT_PX = 28
/** Pictures between two checkpoints; fewer where there are many. */
const BETWEEN = 6
const MOST_PICTURES = 240

/** 640×480 with the epoch and its progress under the map. Gives way to the window after every picture. */
export async function mapGif(timeline: MapTimeline, theme: MapTheme): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = BOX.width
  canvas.height = BOX.height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This canvas has no 2D context.')
  const box = { width: BOX.width, height: BOX.height - FOOT_PX }
  const between = Math.max(0, Math.min(BETWEEN, Math.floor(MOST_PICTURES / timeline.frames.length) - 1))
  const pictures: { readonly pixels: Uint8ClampedArray; readonly delayMs: number }[] = []
  for (const { snapshot, epoch, delayMs } of timelinePictures(timeline, { box, theme, between })) {
    paintMap(context, snapshot)
    paintFoot(context, theme, { epoch, epochs: timeline.epochs })
    pictures.push({ pixels: context.getImageData(0, 0, BOX.width, BOX.height).data, delayMs })
    await nextFrame()
  }
  const palette = new Palette(pictures.filter((_, i) => i % (between + 1) === 0).map(({ pixels }) => pixels))
  const frames: GifFrame[] = pictures.map(({ pixels, delayMs }) => ({ indices: palette.map(pixels), delayMs }))
  return new Blob([encodeGif(frames, { ...BOX, palette: palette.colours })], { type: 'image/gif' })
}

function paintFoot(context: CanvasRenderingContext2D, theme: MapTheme, { epoch, epochs }: { epoch: number; epochs: number }): void {
  const top = BOX.height - FOOT_PX
  context.fillStyle = theme.surface
  context.fillRect(0, top, BOX.width, FOOT_PX)
  context.fillStyle = theme.faint
  context.fillRect(84, top + 12, BOX.width - 100, 4)
  context.fillStyle = theme.accent
  context.fillRect(84, top + 12, ((BOX.width - 100) * epoch) / Math.max(1, epochs), 4)
  context.fillStyle = theme.ink
  context.font = `600 13px ${theme.font}`
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  context.fillText(`epoch ${epoch.toFixed(1)}`, 12, top + 14)
}

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()))
