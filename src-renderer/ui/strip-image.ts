/** One image out of a strip, without copying. */
import type { ImageStrip } from '@shared/domain/dataset'

const views = new WeakMap<Uint8Array, Map<number, Uint8Array>>()

/** [size, size, 4] uint8 of the image at `at`; the same view for the same strip, so that canvases need no redraw. */
export function stripImage(strip: Pick<ImageStrip, 'size' | 'pixels'>, at: number): Uint8Array {
  const known = views.get(strip.pixels) ?? new Map<number, Uint8Array>()
  views.set(strip.pixels, known)
  const length = strip.size * strip.size * 4
  const view = known.get(at) ?? strip.pixels.subarray(at * length, (at + 1) * length)
  known.set(at, view)
  return view
}
