/** Colours of a drawing brought down to 256: flat drawings have few, and edges that blend two of them. */

/** Five bits a channel. */
const keyOf = (red: number, green: number, blue: number): number => ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3)
const KEYS = 1 << 15

export class Palette {
  /** 0xRRGGBB, most frequent first. */
  readonly colours: readonly number[]
  /** Palette index by key, -1 where not looked up yet. */
  readonly #nearest = new Int16Array(KEYS).fill(-1)

  /** The 256 most frequent colours of the samples, each as the mean of the pixels that share its key. RGBA, opaque. */
  constructor(samples: readonly Uint8ClampedArray[]) {
    const counts = new Uint32Array(KEYS)
    const sums = [new Float64Array(KEYS), new Float64Array(KEYS), new Float64Array(KEYS)] as const
    for (const pixels of samples) {
      for (let at = 0; at < pixels.length; at += 4) {
        const [red, green, blue] = [pixels[at] as number, pixels[at + 1] as number, pixels[at + 2] as number]
        const key = keyOf(red, green, blue)
        counts[key]!++
        sums[0][key]! += red
        sums[1][key]! += green
        sums[2][key]! += blue
      }
    }
    const keys = [...counts.keys()].filter((key) => counts[key]! > 0).sort((a, b) => counts[b]! - counts[a]! || a - b)
    const mean = (channel: 0 | 1 | 2, key: number): number => Math.round(sums[channel][key]! / counts[key]!)
    this.colours = keys.slice(0, 256).map((key) => (mean(0, key) << 16) | (mean(1, key) << 8) | mean(2, key))
  }

  /** RGBA → [pixels] palette indices. */
  map(pixels: Uint8ClampedArray): Uint8Array {
    const indices = new Uint8Array(pixels.length / 4)
    for (let i = 0, at = 0; i < indices.length; i++, at += 4) {
      const key = keyOf(pixels[at] as number, pixels[at + 1] as number, pixels[at + 2] as number)
      if (this.#nearest[key] === -1)
        this.#nearest[key] = this.#find(pixels[at] as number, pixels[at + 1] as number, pixels[at + 2] as number)
      indices[i] = this.#nearest[key] as number
    }
    return indices
  }

  #find(red: number, green: number, blue: number): number {
    let best = 0
    let least = Number.POSITIVE_INFINITY
    for (const [index, colour] of this.colours.entries()) {
      const distance = (red - (colour >> 16)) ** 2 + (green - ((colour >> 8) & 255)) ** 2 + (blue - (colour & 255)) ** 2
      if (distance < least) {
        least = distance
        best = index
      }
    }
    return best
  }
}
