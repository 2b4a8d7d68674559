/** What the confusion matrices of a run say together: summed over a method's seeds, and its worst cells. */
import type { RunResult } from './run'

/** Images by truth and prediction over all seeds of a method; null without labels. */
export function summedConfusion(result: RunResult | null, method: string): number[][] | null {
  const own = (result?.runs ?? []).flatMap((trial) => (trial.method === method && trial.target ? [trial.target.confusion] : []))
  const [first] = own
  if (!first) return null
  return first.map((row, truth) => row.map((_, predicted) => own.reduce((sum, matrix) => sum + (matrix[truth]?.[predicted] ?? 0), 0)))
}

/** The wrong cells with the most images, worst first; `pct` of the images of the true class. */
export function worstConfusions(matrix: readonly (readonly number[])[], most: number) {
  const cells = matrix.flatMap((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count, predicted) => ({ truth, predicted, count, pct: total === 0 ? 0 : (100 * count) / total }))
  })
  return cells
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
}
