/** Interval plot of the report: one row a method, a tick a seed, the 95 % interval behind, source-only as reference line. */
import type { RunResult } from '@shared/domain/run'
import { scaleLinear } from 'd3'
import { escapeHtml, percent } from './html'

const size = { width: 720, row: 34, left: 150, right: 110, top: 26, bottom: 28 }

/** SVG of target accuracy by method, best mean first; empty text where the target has no labels. */
export function intervalPlot(result: RunResult, labels: Readonly<Record<string, string>>): string {
  const rows = Object.entries(result.summary)
    .flatMap(([method, summary]) => (summary.meanPct === null ? [] : [{ method, mean: summary.meanPct, halfWidth: summary.ci95Pct }]))
    .sort((a, b) => b.mean - a.mean)
  if (rows.length === 0) return ''
  const height = size.top + rows.length * size.row + size.bottom
  const x = scaleLinear([0, 100], [size.left, size.width - size.right]).clamp(true)
  const bottom = height - size.bottom
  const ticks = x
    .ticks(5)
    .map(
      (tick) =>
        `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${size.top}" y2="${bottom}"/><text class="tick" x="${x(tick)}" y="${bottom + 16}" text-anchor="middle">${tick}${tick === 100 ? ' %' : ''}</text>`,
    )
  const baseline = result.summary['source-only']?.meanPct ?? null
  const reference =
    baseline === null
      ? ''
      : `<line class="reference" x1="${x(baseline)}" x2="${x(baseline)}" y1="${size.top - 6}" y2="${bottom}"/><text class="tick" x="${x(baseline)}" y="${size.top - 10}" text-anchor="middle">source-only</text>`
  const marks = rows.map(({ method, mean, halfWidth }, index) => {
    const y = size.top + (index + 0.5) * size.row
    const band =
      halfWidth === null
        ? ''
        : `<rect class="band" x="${x(mean - halfWidth)}" width="${x(mean + halfWidth) - x(mean - halfWidth)}" y="${y - 3.5}" height="7" rx="3.5"/>`
    const seeds = result.runs
      .filter((run) => run.method === method)
      .map(({ lastCheckpoint: { targetAccuracyPct: value } }) =>
        value === null ? '' : `<line class="seed" x1="${x(value)}" x2="${x(value)}" y1="${y - 8}" y2="${y + 8}"/>`,
      )
    return `<text class="name" x="${size.left - 12}" y="${y + 4}" text-anchor="end">${escapeHtml(labels[method] ?? method)}</text>${band}${seeds.join('')}<circle class="mean" cx="${x(mean)}" cy="${y}" r="4"/><text class="value" x="${size.width - size.right + 10}" y="${y + 4}">${percent(mean, halfWidth)}</text>`
  })
  return `<svg viewBox="0 0 ${size.width} ${height}" role="img" aria-label="Target accuracy by method">${ticks.join('')}${reference}${marks.join('')}</svg>`
}
