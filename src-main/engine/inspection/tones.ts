/** How light, how varied and how sharp an image is. */

export interface Tones {
  /** Mean grey value in [0,1]. */
  readonly brightness: number
  /** Standard deviation of the grey values, in [0,0.5]. */
  readonly contrast: number
  /** Mean absolute Laplacian of the grey values over the contrast; 0 for a constant image. */
  readonly sharpness: number
}

/** grey [size, size] in [0,255]. */
export function tonesOf(grey: Float32Array, size: number): Tones {
  const { mean, deviation } = moments(grey)
  return {
    brightness: mean / 255,
    contrast: deviation / 255,
    sharpness: deviation < 0.5 ? 0 : laplacian(grey, size) / deviation,
  }
}

function moments(values: Float32Array): { readonly mean: number; readonly deviation: number } {
  let sum = 0
  let squares = 0
  for (const value of values) {
    sum += value
    squares += value * value
  }
  const mean = sum / values.length
  return { mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) }
}

function laplacian(grey: Float32Array, size: number): number {
  let sum = 0
  for (let y = 1; y < size - 1; y++) {
    for (let x = 1; x < size - 1; x++) {
      const at = y * size + x
      sum += Math.abs(4 * grey[at] - grey[at - 1] - grey[at + 1] - grey[at - size] - grey[at + size])
    }
  }
  return sum / (size - 2) ** 2
}
