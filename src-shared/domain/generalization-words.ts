/** Figures of left-out domains in words, the same in tables of the window, the command line and documents. */
import type { GeneralizationFigure, GeneralizationTable } from './generalization'
import { signedFigure } from './signed-figure'

/** "93.1 ± 0.4" */
export function figureText(figure: GeneralizationFigure): string {
  if (figure === null) return '–'
  return `${figure.meanPct.toFixed(1)}${figure.standardErrorPct === null ? '' : ` ± ${figure.standardErrorPct.toFixed(1)}`}`
}

/** "+1.2 ± 0.8"; empty where there is nothing to compare with. */
export function differenceText(difference: GeneralizationTable['methods'][number]['overErm']): string {
  return difference === null ? '' : signedFigure({ mean: difference.meanPct, halfWidth: difference.ci95Pct })
}
