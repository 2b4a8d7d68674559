/** Grey digits as colour images, as every image of the engine is. */

/** [n] uint8 → [n,3] uint8 with three equal channels. */
export function greyToRgb(digit: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(digit.length * 3)
  for (let i = 0; i < digit.length; i++) pixels.fill(digit[i], 3 * i, 3 * i + 3)
  return pixels
}
