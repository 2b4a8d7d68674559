/**
 * Motion blur: a trail of weight exp(−k²/2σ²), k = 0 … 2r, along a direction drawn for each image within ±45° (Hendrycks &
 * Dietterich 2019; r and σ of 224 px images, scaled to the image). Their whole-pixel steps are bilinear ones here, at most half
 * a pixel apart.
 */
import { mirrored } from './parts/mirror'
import { scaledLength } from './parts/scaled-length'
import { defineShift, type ImageShape } from './shift'

/** σ and r of the identity and the five levels. */
const sigmas = [0, 3, 5, 8, 12, 15]
const radii = [0, 10, 15, 15, 15, 20]

export const motionBlur = defineShift({
  id: 'motion-blur',
  label: 'Motion blur',
  family: 'blur',
  summary: 'Draws every point out into a trail, as a moving camera does; the direction differs from image to image.',
  unit: 'σ px of 224',
  decimals: 1,
  amounts: sigmas,
  levels: 'imagenet-c',
  draw: (_, random) => Float32Array.of(((random.uniform() - 0.5) * Math.PI) / 2),
  apply(from, to, sigma, drawn) {
    const { count, height, width, pixels } = from
    const size = height * width * 3
    const trail = trailOf(sigma, from)
    const reach = Math.ceil(trail.length) + 1
    const columns = Int32Array.from({ length: width + 2 * reach }, (_, at) => 3 * mirrored(at - reach, width))
    const rows = Int32Array.from({ length: height + 2 * reach }, (_, at) => 3 * width * mirrored(at - reach, height))
    const padded = new Float32Array(rows.length * columns.length * 3)
    for (let image = 0; image < count; image++) {
      const base = image * size
      for (let y = 0, at = 0; y < rows.length; y++) {
        for (let x = 0; x < columns.length; x++, at += 3) {
          const read = base + rows[y] + columns[x]
          padded[at] = pixels[read]
          padded[at + 1] = pixels[read + 1]
          padded[at + 2] = pixels[read + 2]
        }
      }
      const taps = stencil(trail, drawn[image][0])
      to.fill(0, base, base + size)
      for (const { x: dx, y: dy, weight } of taps) {
        for (let y = 0; y < height; y++) {
          const read = ((y + dy + reach) * columns.length + dx + reach) * 3
          const write = base + y * width * 3
          for (let i = 0; i < width * 3; i++) to[write + i] += weight * padded[read + i]
        }
      }
    }
  },
})

interface Trail {
  /** In pixels. */
  readonly length: number
  readonly sigma: number
}

function trailOf(sigma: number, shape: ImageShape): Trail {
  const level = sigmas.findIndex((end) => sigma <= end)
  const share = (sigma - sigmas[level - 1]) / (sigmas[level] - sigmas[level - 1])
  const radius = radii[level - 1] + share * (radii[level] - radii[level - 1])
  return { length: 2 * scaledLength(radius, shape), sigma: scaledLength(sigma, shape) }
}

interface Tap {
  readonly x: number
  readonly y: number
  readonly weight: number
}

/** The trail as weights of whole pixels. */
function stencil({ length, sigma }: Trail, angle: number): Tap[] {
  const steps = Math.max(2, Math.ceil(2 * length))
  const weights = new Map<string, { x: number; y: number; weight: number }>()
  let sum = 0
  const add = (x: number, y: number, weight: number): void => {
    if (weight === 0) return
    const key = `${x},${y}`
    const tap = weights.get(key) ?? { x, y, weight: 0 }
    tap.weight += weight
    weights.set(key, tap)
    sum += weight
  }
  for (let step = 0; step <= steps; step++) {
    const distance = (length * step) / steps
    const weight = Math.exp(-(distance ** 2) / (2 * sigma ** 2))
    // Read behind, so that the trail runs ahead.
    const x = -distance * Math.cos(angle)
    const y = -distance * Math.sin(angle)
    const [left, top] = [Math.floor(x), Math.floor(y)]
    const [dx, dy] = [x - left, y - top]
    add(left, top, weight * (1 - dx) * (1 - dy))
    add(left + 1, top, weight * dx * (1 - dy))
    add(left, top + 1, weight * (1 - dx) * dy)
    add(left + 1, top + 1, weight * dx * dy)
  }
  return [...weights.values()].map((tap) => ({ ...tap, weight: tap.weight / sum }))
}
