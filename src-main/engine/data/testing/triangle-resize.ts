/** The antialiased triangle filter written down as its definition, in double precision: what the engine's is held against. */

/** Pillow's BILINEAR: along each axis a triangle as wide as the reduction, weights normalised, pixel centres at ½. `extent`: see `squash`. */
export function triangleResize(
  pixels: Uint8Array,
  [width, height]: readonly [number, number],
  size: number,
  extent: readonly [number, number] = [width, height],
): number[] {
  const weights = (length: number, shown: number) =>
    Array.from({ length: size }, (_, out) => {
      const scale = Math.max(1, shown / size)
      const centre = ((out + 0.5) * shown) / size
      const raw = Array.from({ length }, (_, i) => Math.max(0, 1 - Math.abs((i + 0.5 - centre) / scale)))
      const sum = raw.reduce((a, b) => a + b, 0)
      return raw.map((value) => value / sum)
    })
  const across = weights(width, extent[0])
  const down = weights(height, extent[1])
  const result: number[] = []
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0
        for (let j = 0; j < height; j++) {
          if (down[y][j] === 0) continue
          for (let i = 0; i < width; i++) sum += down[y][j] * across[x][i] * pixels[(j * width + i) * 3 + c]
        }
        result.push(sum)
      }
    }
  }
  return result
}
