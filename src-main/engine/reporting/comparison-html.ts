/** A comparison as one self-contained HTML page. */

import { checkpointCells, choosersOf, reasonWords } from '@shared/domain/checkpoint-words'
import type { ComparedMethod, Comparison } from '@shared/domain/comparison'
import type { CheckpointChoice } from '@shared/domain/scored-checkpoint'
import { signed, signedFigure } from '@shared/domain/signed-figure'
import { escapeHtml, percent } from './html'
import { htmlPage } from './html-page'
import { pageStyle } from './page-style'

/** `labelOf`: label of a method by id. */
export function comparisonHtml(comparison: Comparison, labelOf: (method: string) => string): string {
  const { methods, pairs, recommendation, classNames, checkpoints } = comparison
  const runs = new Set(methods.map(({ runId }) => runId)).size
  const names = new Map(methods.map((one) => [one.id, runs > 1 ? `${labelOf(one.method)} (${one.runName})` : labelOf(one.method)]))
  const name = (id: string): string => escapeHtml(names.get(id) ?? id)
  return htmlPage({
    title: 'Comparison · Shiftlab',
    style: pageStyle,
    pictures: 'none',
    body: `<header><h1>${methods.length} methods of ${runs === 1 ? 'one run' : `${runs} runs`}</h1><p>Last checkpoint, target test split, mean ± 95 % t-interval over seeds.</p></header>
<section><h2>Accuracy and cost</h2>${table(
      ['Method', 'Seeds', 'Target', 'Over source-only, points', 'p', 'Source', 'Macro F1', 'ECE', 'Seconds', 'Images/s', 'Memory, MB'],
      methods.map((one) => [name(one.id), ...figures(one)]),
    )}<p class="note">p: two-sided Wilcoxon signed-rank test over shared seeds; with n seeds it cannot be smaller than 2^(1−n).</p></section>
${
  pairs.length === 0
    ? ''
    : `<section><h2>Method against method</h2>${table(
        ['A', 'B', 'A − B, points', 'Seeds', 'p'],
        pairs.map((pair) => [name(pair.a), name(pair.b), signedFigure(pair), String(pair.seeds.length), pair.pValue.toFixed(3)]),
      )}</section>`
}
${
  methods.every(({ perClassPct }) => perClassPct === null)
    ? ''
    : `<section><h2>Accuracy by class, %</h2>${table(
        ['Method', ...classNames.map(escapeHtml)],
        methods.map((one) => [name(one.id), ...classNames.map((_, index) => classCell(one, index))]),
      )}<p class="note">Beneath: points over source-only, mean over the seeds that both have.</p></section>`
}
<section><h2>Each seed</h2>${table(
      ['Method', 'Seed', 'Target', 'Source'],
      methods.flatMap((one) =>
        one.perSeed.map(({ seed, targetPct, sourcePct }) => [
          name(one.id),
          String(seed),
          percent(targetPct, null),
          percent(sourcePct, null),
        ]),
      ),
    )}</section>
<section><h2>Without labels</h2>${
      recommendation.votes.length === 0
        ? ''
        : table(
            ['Validator', ...recommendation.candidates.map(name)],
            recommendation.votes.map((vote) => [escapeHtml(vote.label), ...vote.ranks.map((rank) => String(rank))]),
          )
    }<p><b>${recommendation.choice === null ? 'No recommendation' : `Recommended: ${name(recommendation.choice)}`}.</b> ${escapeHtml(recommendation.reason)}</p>${recommendation.costPoints === null ? '' : `<p class="note">Priced with the report's labels: ${recommendation.costPoints.toFixed(1)} points under the best candidate.</p>`}</section>
${checkpointSection(checkpoints, name)}`,
  })
}

function classCell({ perClassPct, perClassOverSourceOnly }: ComparedMethod, index: number): string {
  const over = perClassOverSourceOnly?.[index] ?? null
  const small = over === null ? '' : `<br><small>${signed(over)}</small>`
  return `${perClassPct?.[index]?.toFixed(0) ?? '–'}${small}`
}

function checkpointSection(checkpoints: readonly CheckpointChoice[], name: (id: string) => string): string {
  if (checkpoints.length === 0) return ''
  const choosers = choosersOf(checkpoints)
  const rows = checkpoints.map((one) => [name(one.of), String(one.seed), ...checkpointCells(one, choosers, '–')])
  const reasons = checkpoints.map((one) => `<li>${name(one.of)}, seed ${one.seed}: ${escapeHtml(reasonWords(one))}</li>`)
  return `<section><h2>Checkpoints without labels</h2>${table(
    ['Method', 'Seed', ...choosers.map(({ label }) => escapeHtml(label)), 'Recommended', 'Its cost', 'Cost of the last'],
    rows,
  )}<p class="note">The epoch that each validator would take. All figures above are of the last one. Costs are points under the best scored checkpoint, priced with the report's labels after the choice.</p><ul>${reasons.join('')}</ul></section>`
}

function figures({
  seeds,
  target,
  overSourceOnly,
  source,
  macroF1Pct,
  ecePct,
  seconds,
  imagesPerSecond,
  peakMemoryBytes,
}: ComparedMethod): string[] {
  return [
    String(seeds.length),
    percent(target?.mean ?? null, target?.halfWidth ?? null),
    overSourceOnly === null ? '' : signedFigure(overSourceOnly),
    overSourceOnly === null ? '' : overSourceOnly.pValue.toFixed(3),
    percent(source.mean, source.halfWidth),
    macroF1Pct?.toFixed(1) ?? '–',
    ecePct?.toFixed(1) ?? '–',
    String(Math.round(seconds)),
    Math.round(imagesPerSecond).toLocaleString('en'),
    peakMemoryBytes === null ? '–' : Math.round(peakMemoryBytes / 1e6).toLocaleString('en'),
  ]
}

/** Cells are HTML already. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (tag: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map((text) => `<${tag}>${text}</${tag}>`).join('')}</tr>`
  return `<table><thead>${line('th', header)}</thead><tbody>${rows.map((row) => line('td', row)).join('')}</tbody></table>`
}
