/** `docs/results.md` from the lines of trials: a table a pair, what loses and where, and the literature beside it. */

import { signed, signedFigure } from '@shared/domain/signed-figure'
import { type Interval, tInterval } from '@shared/domain/t-interval'
import { comparePaired, type PairedComparison, type SeedFigure } from '../../evaluation/paired-comparison'
import { literature } from './literature'
import type { ResultsLine, TrialLine } from './results-line'
import { type ResultsEntry, resultsCommand, resultsMethods, resultsSeeds } from './results-matrix'
import type { StreamLine } from './stream-line'
import { streamSection } from './stream-section'
import type { StudyLine } from './study-line'
import { studySections } from './study-section'

export interface DocumentParts {
  readonly matrix: readonly ResultsEntry[]
  readonly lines: readonly ResultsLine[]
  /** Labels of methods by id, in the order of the registry. */
  readonly labels: ReadonlyMap<string, string>
  /** Streams of test-time adaptation, and labels of their methods by id. */
  readonly studies: readonly StudyLine[]
  readonly streams: { readonly lines: readonly StreamLine[]; readonly labels: ReadonlyMap<string, string> }
  /** Labels of pairs by id. */
  readonly pairLabels: ReadonlyMap<string, string>
}

interface Row {
  readonly method: string
  readonly trials: readonly TrialLine[]
  readonly target: Interval
  readonly source: Interval
  /** Against source-only on the same seeds; null for itself, or without shared seeds. */
  readonly gain: PairedComparison | null
}

const baseline = 'source-only'
const references = [baseline, 'target-oracle']

export function resultsDocument(parts: DocumentParts): string {
  const tables = parts.matrix.map((entry) => ({ entry, rows: rowsOf(entry.pair, parts.lines) })).filter(({ rows }) => rows.length > 0)
  return [
    '# Results',
    '',
    'Written by `npm run results`, which can be stopped and goes on where it was; do not edit by hand.',
    '',
    `Every method of the registry at its defaults, ${resultsSeeds.length} seeds, **last checkpoint**, no target label in training or choice. Target and source: accuracy on the held-out part, mean ± 95 % t-interval over the seeds. "Over source-only": mean difference on the same seeds with its interval; p: two-sided exact Wilcoxon signed-rank test, which with five seeds cannot be smaller than 0.0625. Time: seconds of training a trial, evaluation left out, on the machine named below; other work on it makes them longer.`,
    '',
    ...machineLines(parts),
    ...tables.flatMap(({ entry, rows }) => pairSection(entry, rows, parts)),
    ...(tables.length > 0 ? summarySection(tables, parts) : []),
    ...streamSection(parts.streams.lines, parts.streams.labels),
    ...studySections(parts.studies, parts.labels),
  ].join('\n')
}

function rowsOf(pair: string, lines: readonly ResultsLine[]): Row[] {
  const trials = lines.filter((line): line is TrialLine => line.kind === 'trial' && line.pair === pair)
  const targets = (method: string): SeedFigure[] =>
    trials.flatMap(({ method: own, seed, lastCheckpoint: { targetAccuracyPct: value } }) =>
      own === method && value !== null ? [{ seed, value }] : [],
    )
  const rows = [...new Set(trials.map((trial) => trial.method))].map((method) => {
    const own = trials.filter((trial) => trial.method === method)
    return {
      method,
      trials: own,
      target: tInterval(targets(method).map((figure) => figure.value)),
      source: tInterval(own.map((trial) => trial.lastCheckpoint.sourceAccuracyPct)),
      gain: method === baseline ? null : comparePaired(targets(method), targets(baseline)),
    }
  })
  return rows.sort((a, b) => b.target.mean - a.target.mean)
}

function pairSection({ pair, ...entry }: ResultsEntry, rows: readonly Row[], parts: DocumentParts): string[] {
  const [first] = rows[0].trials
  const command = resultsCommand({ pair, ...entry }, 'ID')
  return [
    `## ${parts.pairLabels.get(pair) ?? pair}`,
    '',
    `${entry.note} Network \`${first.backbone}\`, ${first.epochs} epochs. A row again: \`${command}\`.`,
    '',
    '| Method | Seeds | Target % | Over source-only | p | Source % | Seconds | Images/s |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => tableRow(row, parts)),
    '',
    ...failureLines(pair, rows, parts),
    ...missingLine(pair, parts),
    ...literatureLines(pair, parts),
  ]
}

function tableRow({ method, trials, target, source, gain }: Row, { labels }: DocumentParts): string {
  const name = labels.get(method) ?? method
  const mean = (value: (trial: TrialLine) => number): number => trials.reduce((sum, trial) => sum + value(trial), 0) / trials.length
  return `| ${[
    references.includes(method) ? `*${name}*` : name,
    trials.length,
    interval(target),
    gain === null ? '' : signedFigure(gain),
    gain === null ? '' : gain.pValue.toFixed(2),
    interval(source),
    mean((trial) => trial.seconds).toFixed(1),
    Math.round(mean((trial) => trial.imagesPerSecond)),
  ].join(' | ')} |`
}

/** Methods that were tried on the pair and did not come through, each with its reason. */
function failureLines(pair: string, rows: readonly Row[], { lines, labels }: DocumentParts): string[] {
  const finished = new Set(rows.map((row) => row.method))
  const failed = lines.flatMap((line) => (line.kind === 'failure' && line.pair === pair && !finished.has(line.method) ? [line] : []))
  if (failed.length === 0) return []
  return ['Not run to the end:', '', ...failed.map((line) => `- ${labels.get(line.method) ?? line.method}: ${line.message}`), '']
}

/** Methods of the matrix that have no line for the pair yet. */
function missingLine(pair: string, { lines, labels }: DocumentParts): string[] {
  const known = new Set(lines.flatMap((line) => (line.pair === pair ? [line.method] : [])))
  const missing = resultsMethods().filter(({ id }) => !known.has(id))
  return missing.length === 0 ? [] : [`Not run yet: ${missing.map(({ id, label }) => labels.get(id) ?? label).join(', ')}.`, '']
}

function literatureLines(pair: string, { labels }: DocumentParts): string[] {
  return literature
    .filter((table) => table.pair === pair)
    .flatMap(({ task, source, figures }) => [
      `From the literature, ${task} (${source}): ${figures.map(({ method, targetPct }) => `${labels.get(method) ?? method} ${targetPct}`).join(', ')}.`,
      '',
    ])
}

function summarySection(
  tables: readonly { readonly entry: ResultsEntry; readonly rows: readonly Row[] }[],
  parts: DocumentParts,
): string[] {
  const methods = [...parts.labels.keys()].filter((method) => !references.includes(method))
  const entries = methods.flatMap((method) => {
    const compared = tables.flatMap(({ entry, rows }) => {
      const gain = rows.find((row) => row.method === method)?.gain ?? null
      return gain === null ? [] : [{ pair: entry.pair, gain }]
    })
    return compared.length === 0 ? [] : [{ method, compared }]
  })
  if (entries.length === 0) return []
  const describe = (compared: readonly { readonly pair: string; readonly gain: PairedComparison }[]): string =>
    compared.length === 0 ? 'none' : compared.map(({ pair, gain }) => `${pair} (${signed(gain.mean)})`).join(', ')
  return [
    '## Who wins and who loses',
    '',
    'Against source-only, mean over seeds. A loss is a loss also where its interval touches zero.',
    '',
    '| Method | Better on | Worse on |',
    '|---|---|---|',
    ...entries.map(({ method, compared }) => {
      const better = describe(compared.filter(({ gain }) => gain.mean > 0))
      const worse = describe(compared.filter(({ gain }) => gain.mean <= 0))
      return `| ${parts.labels.get(method) ?? method} | ${better} | ${worse} |`
    }),
    '',
  ]
}

function machineLines({ lines, streams }: DocumentParts): string[] {
  const trials = lines.filter((line): line is TrialLine => line.kind === 'trial')
  if (trials.length === 0) return streams.lines.length > 0 ? [] : ['Nothing has been run yet.', '']
  const machines = [...new Set(trials.map(({ device, threads, tensorflow }) => `${device}, ${threads} threads, TensorFlow ${tensorflow}`))]
  return [`Machine: ${machines.join('; ')}.`, '']
}

const interval = ({ mean, halfWidth }: Interval): string =>
  halfWidth === null ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${halfWidth.toFixed(1)}`
