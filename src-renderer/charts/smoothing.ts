/** Smoothing of noisy scalars for the line in front; the raw values stay drawn behind it. */

/**
 * Moving mean, taken twice, centred on each sample so that the smoothed line does not lag behind the raw one. `span` in samples is
 * the window of one pass. At the start the window shrinks on both sides, which keeps a steep beginning steep; at the end only its
 * right half is missing. Samples that are not finite are left out; where a window holds none, so is the result.
 */
export function smooth(values: readonly number[], span: number): readonly number[] {
  const half = Math.floor(span / 2)
  return half < 1 ? values : movingMean(movingMean(values, half), half)
}

function movingMean(values: readonly number[], half: number): number[] {
  const sums = [0]
  const counts = [0]
  for (const [i, value] of values.entries()) {
    const finite = Number.isFinite(value)
    sums.push((sums[i] as number) + (finite ? value : 0))
    counts.push((counts[i] as number) + (finite ? 1 : 0))
  }
  return values.map((_, i) => {
    const left = Math.min(half, i)
    const from = i - left
    const to = Math.min(values.length, i + left + 1)
    const count = (counts[to] as number) - (counts[from] as number)
    return count === 0 ? Number.NaN : ((sums[to] as number) - (sums[from] as number)) / count
  })
}

/** A span that flattens batch noise but not a trend: a fortieth of the series, between 1 and 200 samples. */
export const spanFor = (samples: number): number => Math.max(1, Math.min(200, Math.round(samples / 40)))
