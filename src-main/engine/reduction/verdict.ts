/** Which domain pays for a reduction, as figures and in words. */
import type { DomainCost, ModelFigures } from '@shared/domain/reduction'
import { argMaxRows } from '../training/predict'
import type { Answers, KnownLabels } from './figures'

const z = 1.959964

/**
 * Accuracy before less accuracy after on the same images, in points: (b − c)/n, b images right before only, c right after only; with the
 * 95 % interval of matched shares by Agresti & Min (Statistics in Medicine 24, 2005), half an image added to each of the four cells:
 * d = (b − c)/(n + 2), var d = (b + c + 1 − (b − c)²/(n + 2))/(n + 2)². A few images that all keep their class prove little.
 */
export function costOf(before: Float32Array, after: Float32Array, labels: Int32Array, classes: number): DomainCost {
  const [first, second] = [argMaxRows(before, classes), argMaxRows(after, classes)]
  let [lost, won] = [0, 0]
  for (const [row, label] of labels.entries()) {
    if (first[row] === label && second[row] !== label) lost += 1
    if (first[row] !== label && second[row] === label) won += 1
  }
  const count = labels.length
  const middle = (lost - won) / (count + 2)
  const half = (z * Math.sqrt(lost + won + 1 - (lost - won) ** 2 / (count + 2))) / (count + 2)
  return { lossPct: (100 * (lost - won)) / count, lowPct: 100 * (middle - half), highPct: 100 * (middle + half) }
}

export function costsOf(before: Answers, after: Answers, labels: KnownLabels, classes: number) {
  return {
    source: costOf(before.source, after.source, labels.source, classes),
    target: labels.target === null ? null : costOf(before.target, after.target, labels.target, classes),
  }
}

/** "The target pays: it loses 6.2 points (4.1 to 8.3), the source 0.4 (−0.4 to 1.2)." With sealed labels, what agreement says. */
export function verdictOf(costs: { readonly source: DomainCost; readonly target: DomainCost | null }, after: ModelFigures): string {
  const { source, target } = costs
  if (target === null) {
    const { pct, lowPct, highPct } = after.target.agreement
    return (
      `The source ${lossWords(source)}. The target's labels are sealed: ${pct.toFixed(1)} % of its images ` +
      `(${lowPct.toFixed(1)} to ${highPct.toFixed(1)}) are still given the class they had, ${after.source.agreement.pct.toFixed(1)} % of the source's.`
    )
  }
  const both = `the source ${lossWords(source)}, the target ${lossWords(target)}`
  if (target.lowPct > source.highPct) return `The target pays: ${both}.`
  if (source.lowPct > target.highPct) return `The source pays: ${both}.`
  if (target.lowPct > 0 && source.lowPct > 0) return `Both domains pay, and about as much: ${both}.`
  if (target.lowPct <= 0 && source.lowPct <= 0) return `Neither domain clearly pays: ${both}.`
  const payer = target.lowPct > 0 ? 'target' : 'source'
  return `The ${payer} pays, though its loss is not clearly larger than the other's: ${both}.`
}

function lossWords({ lossPct, lowPct, highPct }: DomainCost): string {
  const signed = (points: number): string => points.toFixed(1).replace('-0.0', '0.0').replace('-', '−')
  const range = (low: number, high: number): string => `(${signed(low)} to ${signed(high)})`
  const points = Math.abs(lossPct).toFixed(1)
  if (points === '0.0') return `keeps its accuracy ${range(lowPct, highPct)}`
  return lossPct > 0 ? `loses ${points} points ${range(lowPct, highPct)}` : `gains ${points} points ${range(-highPct, -lowPct)}`
}
