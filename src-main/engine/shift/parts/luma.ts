/** Brightness as the eye weighs colours. */

/** Rec. 601 luma of a colour in [0,1]. */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue
}
