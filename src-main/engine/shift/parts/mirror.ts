/** Borders for blurs: an image continued as its own mirror image. */

/** The index within [0, length) that `at` is the mirror image of; the edge pixel is not repeated. */
export function mirrored(at: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const within = ((at % period) + period) % period
  return within < length ? within : period - within
}
