/**
 * JPEG: what compression at a quality does to an image, without the lossless half of the codec (Hendrycks & Dietterich 2019;
 * ITU T.81 Annex K tables, scaled as libjpeg scales them; chroma at half size, enlarged again by libjpeg's triangle filter).
 */
import { forwardDct, inverseDct } from './parts/dct'
import { defineShift } from './shift'

export const jpeg = defineShift({
  id: 'jpeg',
  label: 'JPEG',
  family: 'digital',
  summary: 'Compresses every image as a JPEG of low quality: blocks and ringing.',
  unit: 'quality',
  decimals: 0,
  amounts: [100, 25, 18, 15, 10, 7],
  levels: 'imagenet-c',
  apply({ count, height, width, pixels }, to, quality) {
    const brightnessSteps = quantiser(brightnessTable, quality)
    const colourSteps = quantiser(colourTable, quality)
    const planes = createPlanes(height, width)
    const size = height * width * 3
    for (let base = 0; base < count * size; base += size) {
      toPlanes(pixels, base, planes)
      requantise(planes.brightness, planes.columns, brightnessSteps)
      requantise(planes.blue, planes.columns / 2, colourSteps)
      requantise(planes.red, planes.columns / 2, colourSteps)
      fromPlanes(planes, to, base)
    }
  },
})

const brightnessTable = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22,
  37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]
const colourTable = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
]

function quantiser(table: readonly number[], quality: number): Float64Array {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
  return Float64Array.from(table, (step) => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))))
}

/** Y, Cb and Cr in [−128, 127], padded to whole blocks; the colours at half size. */
interface Planes {
  readonly height: number
  readonly width: number
  readonly columns: number
  readonly rows: number
  readonly brightness: Float32Array
  readonly blue: Float32Array
  readonly red: Float32Array
}

function createPlanes(height: number, width: number): Planes {
  const columns = 16 * Math.ceil(width / 16)
  const rows = 16 * Math.ceil(height / 16)
  const plane = (length: number) => new Float32Array(length)
  return {
    height,
    width,
    columns,
    rows,
    brightness: plane(rows * columns),
    blue: plane((rows * columns) / 4),
    red: plane((rows * columns) / 4),
  }
}

function toPlanes(pixels: Float32Array, base: number, { height, width, columns, rows, brightness, blue, red }: Planes): void {
  blue.fill(0)
  red.fill(0)
  for (let y = 0, at = 0; y < rows; y++) {
    const line = base + Math.min(y, height - 1) * width * 3
    const half = (y >> 1) * (columns >> 1)
    for (let x = 0; x < columns; x++, at++) {
      const read = line + Math.min(x, width - 1) * 3
      const r = 255 * pixels[read]
      const g = 255 * pixels[read + 1]
      const b = 255 * pixels[read + 2]
      brightness[at] = Math.round(0.299 * r + 0.587 * g + 0.114 * b) - 128
      blue[half + (x >> 1)] += (-0.168736 * r - 0.331264 * g + 0.5 * b) / 4
      red[half + (x >> 1)] += (0.5 * r - 0.418688 * g - 0.081312 * b) / 4
    }
  }
}

/** Every block of a plane to frequencies, onto the steps, and back to whole values. */
function requantise(plane: Float32Array, columns: number, steps: Float64Array): void {
  const block = new Float64Array(64)
  for (let top = 0; top < plane.length; top += 8 * columns) {
    for (let corner = top; corner < top + columns; corner += 8) {
      for (let at = 0; at < 64; at++) block[at] = plane[corner + (at >> 3) * columns + (at & 7)]
      forwardDct(block)
      for (let at = 0; at < 64; at++) block[at] = Math.round(block[at] / steps[at]) * steps[at]
      inverseDct(block)
      for (let at = 0; at < 64; at++) {
        plane[corner + (at >> 3) * columns + (at & 7)] = Math.min(127, Math.max(-128, Math.round(block[at])))
      }
    }
  }
}

function fromPlanes({ height, width, columns, brightness, blue, red }: Planes, to: Float32Array, base: number): void {
  const half = columns / 2
  const [lastRow, lastColumn] = [Math.ceil(height / 2) - 1, Math.ceil(width / 2) - 1]
  for (let y = 0, at = base; y < height; y++) {
    const near = (y >> 1) * half
    const far = Math.min(lastRow, Math.max(0, (y >> 1) + (y & 1 ? 1 : -1))) * half
    for (let x = 0; x < width; x++, at += 3) {
      const close = x >> 1
      const beside = Math.min(lastColumn, Math.max(0, close + (x & 1 ? 1 : -1)))
      const value = brightness[y * columns + x] + 128
      const b = (9 * blue[near + close] + 3 * (blue[near + beside] + blue[far + close]) + blue[far + beside]) / 16
      const r = (9 * red[near + close] + 3 * (red[near + beside] + red[far + close]) + red[far + beside]) / 16
      to[at] = (value + 1.402 * r) / 255
      to[at + 1] = (value - 0.344136 * b - 0.714136 * r) / 255
      to[at + 2] = (value + 1.772 * b) / 255
    }
  }
}
