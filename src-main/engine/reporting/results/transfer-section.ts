/** The section of docs/results.md on a pretrained network against networks from scratch. */
import { type CurveLine, type CurvePoint, curveLines, learningFractions } from '@shared/domain/learning-curve'
import { summarise } from '../../evaluation/summarise'
import type { StudyLine } from './study-line'
import { transferCommand, transferRequests, transferWays } from './transfer-ways'

/** `lines`: of this section alone. Nothing where there are none. */
export function transferSection(lines: readonly StudyLine[]): string[] {
  const found = transferWays.flatMap((way) => {
    const line = lines.find(({ method }) => method === way)
    return line === undefined ? [] : [{ way, curve: curveOf(line) }]
  })
  if (found.length === 0) return []
  return [
    '## A pretrained network and networks from scratch',
    '',
    'MNIST digits learnt from parts of the labels, drawn class by class; the same number of steps everywhere, last checkpoint, mean ± 95 % t-interval over the seeds. Source: held-out images of the same collection; target: the optical digits, which no run has seen.',
    '',
    ...tableOf('Source %', found, (point) => cell(point.sourceMeanPct, point.sourceCi95Pct)),
    ...tableOf('Target %', found, (point) => cell(point.targetMeanPct, point.targetCi95Pct)),
    'Commands, which train a pretrained network and one from scratch each:',
    '',
    ...new Set(found.map(({ way }) => `- \`${transferCommand(way)}\``)),
    '',
  ]
}

function curveOf({ method, trials }: StudyLine): CurveLine {
  const runs = transferRequests(method).map((request) => {
    const own = trials.filter(({ labelFraction }) => labelFraction === request.settings.labelFraction)
    return { request, result: { summary: summarise(own.map(({ trial }) => trial)) } }
  })
  return curveLines(runs, 1)[0]
}

const sizeOf = (way: string): number => transferRequests(way)[0].images.imageSize

function tableOf(
  figure: string,
  found: readonly { readonly way: string; readonly curve: CurveLine }[],
  toCell: (point: CurvePoint) => string,
): readonly string[] {
  return [
    `| ${figure} at | ${learningFractions.map((part) => `${100 * part} %`).join(' | ')} |`,
    `|---|${'---|'.repeat(learningFractions.length)}`,
    ...found.map(({ way, curve: { name, points } }) => `| ${name}, ${sizeOf(way)} px | ${points.map(toCell).join(' | ')} |`),
    '',
  ]
}

const cell = (mean: number | null, half: number | null): string =>
  mean === null ? '' : `${mean.toFixed(1)}${half === null ? '' : ` ± ${half.toFixed(1)}`}`
