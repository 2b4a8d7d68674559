/** The report as one self-contained HTML page: figures first, then how they came about. */
import { chosenAfterLabels } from '@shared/domain/chosen-after-labels'
import type { LedgerEntry } from '@shared/domain/ledger'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { alarmLine } from '../evaluation/alarms/raised-alarms'
import { type Curve, curvePlot } from './curve-plot'
import { escapeHtml, percent } from './html'
import { htmlPage } from './html-page'
import { intervalPlot } from './interval-plot'
import { newClassesTable } from './new-classes-table'
import { pageStyle } from './page-style'

export interface ReportParts {
  readonly record: RunRecord
  readonly result: RunResult
  readonly ledger: readonly LedgerEntry[]
  /** Labels of methods by id. */
  readonly labels: Readonly<Record<string, string>>
  /** PNG data addresses. */
  readonly samples: { readonly source: readonly string[]; readonly target: readonly string[] }
  /** Curves by metric name. */
  readonly curves: Readonly<Record<string, readonly Curve[]>>
  /** Map figures, ready made. */
  readonly maps: readonly string[]
  /** Table of alignment measures, ready made; empty without maps. */
  readonly alignment: string
}

export function reportHtml(parts: ReportParts): string {
  const { record, result } = parts
  const title = escapeHtml(record.name)
  const chosen = chosenAfterLabels(record)
  return htmlPage({
    title: `${title} · Shiftlab report`,
    style: pageStyle,
    pictures: 'inlined',
    body: `<header>
<h1>${title}</h1>
<p>${escapeHtml(headline(parts))}</p>
</header>
<section>${accuracies(parts)}
<p class="note">Last checkpoint (epoch ${record.request.epochs}), ${result.ledger.targetLabelReads === 0 ? 'no target label read' : 'target labels read for this report through the ledger below'}. ${record.request.seeds.length === 1 ? 'One seed: no interval, so differences of a few points mean little.' : `Bars: 95 % t-interval over ${record.request.seeds.length} seeds; ticks: single seeds.`}</p>
${figures(parts)}${alarms(parts)}</section>
<section><h2>Images</h2><h3>Source</h3>${strip(parts.samples.source)}<h3>Target</h3>${strip(parts.samples.target)}</section>
${parts.maps.length > 0 ? `<section><h2>Feature space at the last checkpoint</h2><div class="row">${parts.maps.join('')}</div><p class="note">t-SNE of test images, seed ${record.trials[0].seed}. Filled discs: source, by class. Open triangles: target, by the model's own prediction; their labels are not used.</p>${parts.alignment}${parts.alignment ? '<p class="note">With 95 % bootstrap bands, on the same features. Alignment is not correctness: low distances also fit classes that lie on the wrong ones, which a swap would show as.</p>' : ''}</section>` : ''}
<section><h2>Training</h2><div class="row">${curveFigures(parts.curves)}</div><p class="note">Seed ${record.trials[0].seed} of each method.</p></section>
<section><h2>Reads of target labels</h2>${ledgerTable(parts.ledger)}${chosen === null ? '' : `<p class="note">${chosen}</p>`}</section>
<section><h2>What was asked</h2><pre>${escapeHtml(JSON.stringify({ request: record.request, params: record.params, versions: record.versions, device: record.device, fingerprints: record.fingerprints }, null, 2))}</pre></section>`,
  })
}

/** The finding on the method that was asked for first, in one sentence, also when it loses. */
function headline({ record, result, labels }: ReportParts): string {
  const id = record.request.methods[0]
  const [baseline, summary] = [result.summary['source-only'], result.summary[id]]
  if (summary === undefined || summary.meanPct === null) return 'Figures at the last checkpoint of every trial.'
  const name = labels[id] ?? id
  const reaches = `${name} reaches ${percent(summary.meanPct, summary.ci95Pct)} on the target`
  if (id === 'source-only' || baseline === undefined || baseline.meanPct === null) return `${reaches}.`
  const gain = summary.meanPct - baseline.meanPct
  const words =
    gain >= 0 ? `${gain.toFixed(1)} points over source-only` : `${(-gain).toFixed(1)} points under source-only: adapting hurt here`
  return `${reaches}, ${words} (${percent(baseline.meanPct, baseline.ci95Pct)}).`
}

/** Over the target's classes, or over those never trained on where a method was to meet such. */
function accuracies({ record, result, labels }: ReportParts): string {
  const fresh = newClassesTable(result, labels)
  if (fresh === null) {
    const why = record.request.sealed ? 'Target labels were kept shut in this run' : 'The target has no class folders'
    const unknown = `<p>${why}, so its accuracy is not known.</p>`
    return `<h2>Target accuracy</h2>${intervalPlot(result, labels) || unknown}`
  }
  const head = fresh.header.map((text) => `<th>${escapeHtml(text)}</th>`).join('')
  const rows = fresh.rows.map((cells) => `<tr>${cells.map((text) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`).join('')
  return `<h2>Classes never trained on</h2><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table><p class="note">${escapeHtml(fresh.note)}</p>`
}

function figures({ result, labels }: ReportParts): string {
  const fresh = newClassesTable(result, labels) !== null
  const rows = Object.entries(result.summary).map(([id, one]) => {
    const own = result.runs.filter((run) => run.method === id)
    const speed = own.reduce((sum, run) => sum + run.imagesPerSecond, 0) / own.length
    const seconds = own.reduce((sum, run) => sum + run.seconds, 0)
    const target = fresh ? '' : `<td>${percent(one.meanPct, one.ci95Pct)}</td>`
    return `<tr><td>${escapeHtml(labels[id] ?? id)}</td><td>${one.seeds}</td>${target}<td>${percent(one.sourceMeanPct, one.sourceCi95Pct)}</td><td>${Math.round(speed).toLocaleString('en')}</td><td>${Math.round(seconds)}</td></tr>`
  })
  return `<table><thead><tr><th>Method</th><th>Seeds</th>${fresh ? '' : '<th>Target</th>'}<th>Source</th><th>Images/s</th><th>Seconds, all seeds</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function alarms({ result: { alarms: raised = [] } }: ReportParts): string {
  if (raised.length === 0) return ''
  return `<h3>Alarms</h3><ul>${raised.map((alarm) => `<li>${escapeHtml(alarmLine(alarm))}</li>`).join('')}</ul>`
}

function strip(addresses: readonly string[]): string {
  return `<div class="strip">${addresses.map((address) => `<img alt="" src="${address}">`).join('')}</div>`
}

function curveFigures(curves: ReportParts['curves']): string {
  const plots: [string, string, (readonly [number, number])?][] = [
    ['sourceAccuracyPct', 'Source accuracy, %', [0, 100]],
    ['classLoss', 'Class loss'],
    ['domainAccuracyPct', 'Domain classifier, % correct', [40, 100]],
    ['domainLoss', 'Domain loss'],
  ]
  return plots.map(([name, title, domain]) => (curves[name] ? curvePlot(title, curves[name], domain) : '')).join('')
}

function ledgerTable(ledger: readonly LedgerEntry[]): string {
  if (ledger.length === 0) return '<p>None.</p>'
  const rows = ledger.map(
    ({ time, place, kind, split, labels, purpose }) =>
      `<tr><td>${escapeHtml(time.replace('T', ' ').slice(0, 19))}</td><td>${escapeHtml(place)}</td><td>${kind}</td><td>${split}</td><td>${labels}</td><td>${escapeHtml(purpose)}</td></tr>`,
  )
  return `<table><thead><tr><th>Time, UTC</th><th>Where</th><th>Kind</th><th>Split</th><th>Labels</th><th>Purpose</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}
