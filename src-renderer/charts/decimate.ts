/** Thins a long series to what a screen can show, keeping every extreme. */

/**
 * Indices to draw of a series sorted by x: first, lowest, highest and last of every pixel column, in order, so that the drawn
 * line covers the same pixels as the full one (the M4 aggregation of Jugel et al. 2014). All indices when there are few.
 */
export function decimate(x: readonly number[], y: readonly number[], columns: number): number[] {
  const n = x.length
  if (n <= columns * 4 || columns < 1) return Array.from({ length: n }, (_, i) => i)
  const first = x[0] as number
  const width = ((x[n - 1] as number) - first) / columns || 1
  const kept: number[] = []
  let start = 0
  while (start < n) {
    const column = Math.min(columns - 1, Math.floor(((x[start] as number) - first) / width))
    let end = start
    let low = start
    let high = start
    while (end < n && Math.min(columns - 1, Math.floor(((x[end] as number) - first) / width)) === column) {
      if ((y[end] as number) < (y[low] as number)) low = end
      if ((y[end] as number) > (y[high] as number)) high = end
      end++
    }
    kept.push(...[...new Set([start, low, high, end - 1])].sort((a, b) => a - b))
    start = end
  }
  return kept
}
