/** Medians, quantiles, ranks and distances between histograms. */

/** Throws nothing: an empty list has the median 0. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5)
}

/** q in [0,1], without interpolation; 0 of an empty list. */
export function quantile(values: ArrayLike<number>, q: number): number {
  if (values.length === 0) return 0
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]
}

/** The smallest value up to which the histogram holds at least the part q of all counts. */
export function histogramQuantile(histogram: Float64Array, q: number): number {
  const total = histogram.reduce((sum, count) => sum + count, 0)
  let seen = 0
  for (let value = 0; value < histogram.length; value++) {
    seen += histogram[value]
    if (seen >= q * total) return value
  }
  return histogram.length - 1
}

/** Earth mover's distance of two histograms over the same bins, as a part of their range: Σ|F_a − F_b| / bins, in [0,1]. */
export function histogramDistance(a: Float64Array, b: Float64Array): number {
  const [totalA, totalB] = [a, b].map((histogram) =>
    Math.max(
      1,
      histogram.reduce((sum, count) => sum + count, 0),
    ),
  )
  let difference = 0
  let distance = 0
  for (let bin = 0; bin < a.length; bin++) {
    difference += a[bin] / totalA - b[bin] / totalB
    distance += Math.abs(difference)
  }
  return distance / a.length
}

/**
 * Area under the ROC curve of a score: the chance that an image of the class has a larger value than one of the others, ties
 * counting half (Mann-Whitney U over n₁n₀). In [0,1]; 0.5 when one side is empty.
 */
export function areaUnderCurve(scores: ArrayLike<number>, isMember: (index: number) => boolean): number {
  const order = Array.from({ length: scores.length }, (_, index) => index).sort((a, b) => scores[a] - scores[b])
  let members = 0
  let rankSum = 0
  for (let start = 0; start < order.length; ) {
    let end = start
    while (end < order.length && scores[order[end]] === scores[order[start]]) end++
    for (let place = start; place < end; place++) {
      if (!isMember(order[place])) continue
      members++
      rankSum += (start + end + 1) / 2
    }
    start = end
  }
  const others = order.length - members
  return members === 0 || others === 0 ? 0.5 : (rankSum - (members * (members + 1)) / 2) / (members * others)
}
