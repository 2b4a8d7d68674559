/** The measures of alignment at the last checkpoint as a table of the report, and what they cannot show in words below it. */
import type { AlignmentMeasures, Banded, SwapSuspicion } from '@shared/domain/alignment'
import { escapeHtml } from './html'

export interface AlignmentRow {
  readonly label: string
  readonly measures: AlignmentMeasures
  /** Null where there is no source-only model to hold the trial against. */
  readonly suspicions: readonly SwapSuspicion[] | null
}

const columns: readonly { readonly title: string; readonly of: (measures: AlignmentMeasures) => Banded | null; readonly digits: number }[] =
  [
    { title: 'A-distance', of: (one) => one.aDistance, digits: 2 },
    { title: 'MMD²', of: (one) => one.mmd, digits: 3 },
    { title: 'CORAL', of: (one) => one.coral, digits: 4 },
    { title: 'Class distance', of: (one) => one.classDistance, digits: 2 },
    { title: 'Silhouette, class', of: (one) => one.silhouetteByClass, digits: 2 },
    { title: 'Silhouette, domain', of: (one) => one.silhouetteByDomain, digits: 2 },
    { title: 'Mixing', of: (one) => one.mixing, digits: 2 },
  ]

export function alignmentTable(rows: readonly AlignmentRow[], classNames: readonly string[]): string {
  if (rows.length === 0) return ''
  const cell = (figure: Banded | null, digits: number): string =>
    figure === null
      ? '<td>–</td>'
      : `<td>${figure.value.toFixed(digits)}<small> ${figure.low.toFixed(digits)} to ${figure.high.toFixed(digits)}</small></td>`
  const body = rows.map(
    ({ label, measures }) =>
      `<tr><td>${escapeHtml(label)}</td>${columns.map(({ of, digits }) => cell(of(measures), digits)).join('')}</tr>`,
  )
  const words = rows.flatMap(({ label, suspicions }) =>
    (suspicions ?? []).map((one) => `<li>${escapeHtml(label)}: ${escapeHtml(suspicionWords(one, classNames))}</li>`),
  )
  return `<table><thead><tr><th>Method</th>${columns.map(({ title }) => `<th>${title}</th>`).join('')}</tr></thead><tbody>${body.join('')}</tbody></table>${words.length > 0 ? `<ul>${words.join('')}</ul>` : ''}`
}

/** A finding in words; suspected, since only labels could prove it. */
export function suspicionWords(one: SwapSuspicion, classNames: readonly string[]): string {
  const name = (id: number): string => classNames[id] ?? String(id)
  return one.kind === 'swap'
    ? `suspected swap of ${one.classes.map(name).join(' and ')}: ${Math.round(Math.min(...one.sharesPct))} % or more of the target images now beside each were the other for the source-only model`
    : `suspected collapse: ${Math.round(one.sharePct)} % of the target images lie beside ${name(one.classId)}, where the source-only model saw ${Math.round(one.referencePct)} %`
}
