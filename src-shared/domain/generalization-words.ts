/** Figures of left-out domains in words, the same in tables of the window, the command line and documents. */
import type { GeneralizationFigure, GeneralizationTable } from './generalization'

/** "93.1 ± 0.4" */
export function figureText(figure: GeneralizationFigure): string {
  if (figure === null) return '–'
  return `${figure.meanPct.toFixed(1)}${figure.standardErrorPct === null ? '' : ` ± ${figure.standardErrorPct.toFixed(1)}`}`
}

/** "+1.2 ± 0.8"; empty where there is nothing to compare with. */
export function differenceText(difference: GeneralizationTable['methods'][number]['overErm']): string {
  if (difference === null) return ''
  const half = difference.ci95Pct === null ? '' : ` ± ${difference.ci95Pct.toFixed(1)}`
  return `${difference.meanPct < 0 ? '−' : '+'}${Math.abs(difference.meanPct).toFixed(1)}${half}`
}
