/** Colours for class bars: the ten hues, or with more classes the ten largest in hue and the rest in grey. */
const hues = 10

/** A CSS colour for each class, in the order of `counts`. */
export function classColours(counts: readonly number[]): readonly string[] {
  if (counts.length <= hues) return counts.map((_, id) => `var(--class-${id}-source)`)
  const largest = counts
    .map((count, id) => ({ count, id }))
    .sort((a, b) => b.count - a.count || a.id - b.id)
    .slice(0, hues)
    .map(({ id }) => id)
    .sort((a, b) => a - b)
  return counts.map((_, id) => (largest.includes(id) ? `var(--class-${largest.indexOf(id)}-source)` : 'var(--line-strong)'))
}
