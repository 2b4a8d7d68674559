/** Applies a domain's preparation to its pixels as they are read; the crop is not here, since images are cropped before they are resized. */
import type { Preparation } from '@shared/domain/preparation'
import type { PixelRows } from './pixel-rows'

/** The same rows when nothing is to be done to pixels. */
export function preparedPixels(stored: PixelRows, preparation: Preparation): PixelRows {
  const change = pixelChange(preparation)
  if (change === null) return stored
  return Object.freeze({
    count: stored.count,
    rowBytes: stored.rowBytes,
    read(rows: ArrayLike<number>) {
      const pixels = stored.read(rows)
      change(pixels)
      return pixels
    },
  })
}

/** Changes pixels [n, 3] uint8 RGB in place; null when nothing is to be done. */
export function pixelChange({ channelOrder, colour, invert, levels }: Preparation): ((pixels: Uint8Array) => void) | null {
  const swap = channelOrder === 'bgr'
  const grey = colour === 'grey'
  if (!swap && !grey && !invert && levels === null) return null
  const [red, green, blue] = [0, 1, 2].map((channel) => lookupTable(channel, { invert, levels }))
  return (pixels) => {
    for (let at = 0; at < pixels.length; at += 3) {
      let r = swap ? pixels[at + 2] : pixels[at]
      let g = pixels[at + 1]
      let b = swap ? pixels[at] : pixels[at + 2]
      if (grey) r = g = b = Math.round(0.299 * r + 0.587 * g + 0.114 * b)
      pixels[at] = red[r]
      pixels[at + 1] = green[g]
      pixels[at + 2] = blue[b]
    }
  }
}

/** What each of the 256 values of a channel becomes. */
function lookupTable(channel: number, { invert, levels }: Pick<Preparation, 'invert' | 'levels'>): Uint8Array {
  const gain = levels?.gain[channel] ?? 1
  const offset = levels?.offset[channel] ?? 0
  return Uint8Array.from({ length: 256 }, (_, value) => {
    const scaled = (invert ? 255 - value : value) * gain + 255 * offset
    return Math.min(255, Math.max(0, Math.round(scaled)))
  })
}
