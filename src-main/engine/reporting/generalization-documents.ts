/** The table of a study that leaves out one domain after another, as CSV, Markdown, or a self-contained page. */
import type { GeneralizationTable, Selected } from '@shared/domain/generalization'
import { differenceText, figureText } from '@shared/domain/generalization-words'
import { csvFormatRows } from 'd3'
import { escapeHtml } from './html'
import { htmlPage } from './html-page'
import { pageStyle } from './page-style'

const ruleWords = {
  trainingDomain: 'Settings chosen by held-out images of the source domains: no label of the left-out domain is read for it.',
  oracle:
    'ORACLE: settings chosen by labels of half of the left-out domain’s test images and reported on the other half. Optimistic; nobody has such labels in earnest.',
} as const

export function generalizationCsv({ domains, methods }: GeneralizationTable): string {
  const header = ['selection', 'method', 'left out', 'mean %', 'standard error', 'trial seeds']
  const rowsOf = (selection: string, method: string, { perDomain, average }: Selected): string[][] =>
    [...domains.map((name, at) => [name, perDomain[at]] as const), ['average', average] as const].map(([name, figure]) => [
      selection,
      method,
      name,
      figure?.meanPct.toFixed(4) ?? '',
      figure?.standardErrorPct?.toFixed(4) ?? '',
      String(figure?.trials ?? 0),
    ])
  const rows = methods.flatMap(({ method, trainingDomain, oracle }) => [
    ...rowsOf('training-domain', method, trainingDomain),
    ...(oracle === null ? [] : rowsOf('oracle', method, oracle)),
  ])
  return `${csvFormatRows([header, ...rows])}\n`
}

export function generalizationMarkdown(table: GeneralizationTable): string {
  const lines = (rows: readonly (readonly string[])[]): string[] => [
    `| ${rows[0].join(' | ')} |`,
    `|${rows[0].map(() => '---').join('|')}|`,
    ...rows.slice(1).map((row) => `| ${row.join(' | ')} |`),
  ]
  return [headline(table), '', ...sections(table).flatMap(({ words, rows }) => [words, '', ...lines(rows), ''])].join('\n')
}

export function generalizationHtml(table: GeneralizationTable): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
    `<tr>${row.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join('')}</tr>`
  return htmlPage({
    title: 'Generalization · Shiftlab',
    style: pageStyle,
    pictures: 'none',
    body: `<header><h1>One domain left out after another</h1><p>${escapeHtml(headline(table))}</p></header>
${sections(table)
  .map(
    ({ title, words, rows }) =>
      `<section><h2>${title}</h2><p>${escapeHtml(words)}</p><table><thead>${cells('th', rows[0])}</thead><tbody>${rows
        .slice(1)
        .map((row) => cells('td', row))
        .join('')}</tbody></table></section>`,
  )
  .join('\n')}`,
  })
}

function headline({ domains, seeds, hyperSeeds, missingRuns }: GeneralizationTable): string {
  const tried = hyperSeeds === 1 ? 'one setting a method' : `${hyperSeeds} settings a method`
  const missing = missingRuns === 0 ? '' : ` ${missingRuns} runs are not done yet.`
  return `Target accuracy on each left-out domain in percent, mean ± standard error over ${seeds.length} trial seeds at the last checkpoint; ${domains.length} domains, ${tried}.${missing}`
}

interface Section {
  readonly title: string
  readonly words: string
  readonly rows: readonly (readonly string[])[]
}

function sections({ domains, methods }: GeneralizationTable): Section[] {
  const header = ['Method', ...domains, 'Average']
  const cellsOf = ({ perDomain, average }: Selected): string[] => [...perDomain, average].map(figureText)
  const oracles = methods.flatMap(({ label, oracle }) => (oracle === null ? [] : [[label, ...cellsOf(oracle)]]))
  return [
    {
      title: 'Training-domain validation',
      words: ruleWords.trainingDomain,
      rows: [
        [...header, 'Over ERM, points'],
        ...methods.map(({ label, trainingDomain, overErm }) => [label, ...cellsOf(trainingDomain), differenceText(overErm)]),
      ],
    },
    ...(oracles.length === 0 ? [] : [{ title: 'Oracle', words: ruleWords.oracle, rows: [header, ...oracles] }]),
  ]
}
