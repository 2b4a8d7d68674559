/** Differences in words, with a minus as wide as the plus. */

/** "+1.2", "−3.0" */
export function signed(value: number, digits = 1): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`
}

/** "+1.2 ± 0.8"; without its half where that is not known. */
export function signedFigure(figure: { readonly mean: number; readonly halfWidth: number | null }, digits = 1): string {
  const { mean, halfWidth } = figure
  return `${signed(mean, digits)}${halfWidth === null ? '' : ` ± ${halfWidth.toFixed(digits)}`}`
}
