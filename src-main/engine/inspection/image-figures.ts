/** Measures every image of a domain once: the figures all findings are made of. */
import type { ImportedDomain } from '../data/imported-domain'
import { pixelChunks } from '../data/pixel-rows'
import { createTimeSlices } from '../data/time-slices'
import { type Frame, measureFrame } from './frame'
import { shrink, toGrey } from './grey-image'
import { perceptualHash } from './perceptual-hash'
import { tonesOf } from './tones'

/** Side of the small colour copies that images are compared by. */
export const thumbSide = 12
export const thumbLength = thumbSide * thumbSide * 3
const hashSide = 32

export interface ImageFigures {
  readonly count: number
  /** Mean grey value in [0,1]. */
  readonly brightness: Float32Array
  /** Standard deviation of the grey values, in [0,0.5]. */
  readonly contrast: Float32Array
  /** Mean absolute Laplacian of the grey values over the contrast; 0 for a constant image. */
  readonly sharpness: Float32Array
  /** Mean difference of the largest and the smallest channel, in [0,1]. */
  readonly saturation: Float32Array
  /** Width over height, as shown. */
  readonly aspectRatio: Float32Array
  /** Perceptual hashes [count, 2]. */
  readonly hashes: Uint32Array
  /** [count, thumbSide, thumbSide, 3] in [0,255]. */
  readonly thumbs: Uint8Array
  readonly frames: readonly Frame[]
  /** How often each of the 256 values occurs in all images together, by channel, and of grey: [4][256]. */
  readonly histograms: readonly Float64Array[]
}

/** Reads the domain once, in slices of the event loop. */
export async function measureImages(domain: ImportedDomain): Promise<ImageFigures> {
  const { images: count, imageSize: size } = domain.summary
  const column = (): Float32Array => new Float32Array(count)
  const figures = { brightness: column(), contrast: column(), sharpness: column(), saturation: column() }
  const hashes = new Uint32Array(2 * count)
  const thumbs = new Uint8Array(count * thumbLength)
  const frames: Frame[] = []
  const histograms = [0, 1, 2, 3].map(() => new Float64Array(256))
  const side = Math.min(size, thumbSide)
  const slices = createTimeSlices()
  for (const { start, bytes } of pixelChunks(domain.pixels, 32)) {
    for (let at = 0; at < bytes.length; at += domain.pixels.rowBytes) {
      const index = start + at / domain.pixels.rowBytes
      const pixels = bytes.subarray(at, at + domain.pixels.rowBytes)
      const grey = toGrey(pixels)
      countValues(pixels, grey, histograms)
      const { brightness, contrast, sharpness } = tonesOf(grey, size)
      figures.brightness[index] = brightness
      figures.contrast[index] = contrast
      figures.sharpness[index] = sharpness
      figures.saturation[index] = saturation(pixels)
      hashes.set(size > hashSide ? perceptualHash(shrink(grey, size, hashSide, 1), hashSide) : perceptualHash(grey, size), 2 * index)
      thumbs.set(enlarge(shrink(pixels, size, side, 3), side), index * thumbLength)
      frames.push(measureFrame(grey, size))
      await slices.next()
    }
  }
  return {
    count,
    ...figures,
    aspectRatio: Float32Array.from(domain.marks, ({ width, height }) => width / height),
    hashes,
    thumbs,
    frames,
    histograms,
  }
}

function countValues(pixels: Uint8Array, grey: Float32Array, histograms: readonly Float64Array[]): void {
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    histograms[0][pixels[at]]++
    histograms[1][pixels[at + 1]]++
    histograms[2][pixels[at + 2]]++
    histograms[3][Math.round(grey[i])]++
  }
}

function saturation(pixels: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < pixels.length; at += 3) {
    sum += Math.max(pixels[at], pixels[at + 1], pixels[at + 2]) - Math.min(pixels[at], pixels[at + 1], pixels[at + 2])
  }
  return sum / (pixels.length / 3) / 255
}

/** Copies of images smaller than a thumbnail are filled up, so that all have one length. */
function enlarge(small: Float32Array, side: number): Float32Array {
  if (small.length === thumbLength) return small
  const thumb = new Float32Array(thumbLength)
  for (let i = 0; i < thumbLength; i++) {
    const [pixel, c] = [Math.floor(i / 3), i % 3]
    const x = Math.floor(((pixel % thumbSide) * side) / thumbSide)
    const y = Math.floor((Math.floor(pixel / thumbSide) * side) / thumbSide)
    thumb[i] = small[(y * side + x) * 3 + c]
  }
  return thumb
}
