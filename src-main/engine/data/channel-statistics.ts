/** Mean and deviation of each colour channel from whole-number sums, so that the result does not depend on the order of images. */

export interface ChannelStatistics {
  /** pixels [n, 3] uint8 RGB. */
  add(pixels: Uint8Array): void
  /** In [0,1]; zeros when nothing was added. */
  result(): { readonly mean: number[]; readonly std: number[] }
}

export function createChannelStatistics(): ChannelStatistics {
  const sums = [0, 0, 0]
  const squares = [0, 0, 0]
  let count = 0
  return {
    add(pixels) {
      for (let c = 0; c < 3; c++) {
        let sum = 0
        let square = 0
        for (let i = c; i < pixels.length; i += 3) {
          sum += pixels[i]
          square += pixels[i] * pixels[i]
        }
        sums[c] += sum
        squares[c] += square
      }
      count += pixels.length / 3
    },
    result() {
      if (count === 0) return { mean: [0, 0, 0], std: [0, 0, 0] }
      const mean = sums.map((sum) => sum / count / 255)
      const std = squares.map((square, c) => Math.sqrt(Math.max(0, square / count / 255 ** 2 - mean[c] ** 2)))
      return { mean, std }
    },
  }
}
