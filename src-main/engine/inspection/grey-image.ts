/** Grey values and small copies of one image, the raw material of every figure. */

/** Rec. 601 luma of pixels [n, 3] uint8 → [n] in [0,255]. */
export function toGrey(pixels: Uint8Array): Float32Array {
  const grey = new Float32Array(pixels.length / 3)
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) grey[i] = 0.299 * pixels[at] + 0.587 * pixels[at + 1] + 0.114 * pixels[at + 2]
  return grey
}

/** Averages over equal areas: values [size, size, channels] → [side, side, channels]; larger images are wanted than `side`. */
export function shrink(values: ArrayLike<number>, size: number, side: number, channels: number): Float32Array {
  const small = new Float32Array(side * side * channels)
  const edges = Array.from({ length: side + 1 }, (_, i) => Math.floor((i * size) / side))
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [top, bottom] = [edges[y], Math.max(edges[y] + 1, edges[y + 1])]
      const [left, right] = [edges[x], Math.max(edges[x] + 1, edges[x + 1])]
      const to = (y * side + x) * channels
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const from = (row * size + column) * channels
          for (let c = 0; c < channels; c++) small[to + c] += values[from + c]
        }
      }
      const area = (bottom - top) * (right - left)
      for (let c = 0; c < channels; c++) small[to + c] /= area
    }
  }
  return small
}
