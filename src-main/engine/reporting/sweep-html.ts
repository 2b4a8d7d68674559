/** A sweep over batch sizes and label shifts as one self-contained page with its heat map. */
import type { SweepCell, SweepResult } from '@shared/domain/stream-sweep'
import { cellTone, sweepGrid, sweepWords } from '@shared/domain/sweep-grid'
import { escapeHtml } from './html'
import { htmlPage } from './html-page'
import { pageStyle } from './page-style'

const mapStyle = `
.map{border-collapse:separate;border-spacing:3px}.map th,.map td{border:0;padding:8px;text-align:center}.map th[scope=row]{text-align:right;white-space:nowrap}
.map td{border-radius:var(--radius-s);background:color-mix(in oklab,var(--tone) var(--strength),var(--surface))}.map td b{display:block;font-weight:var(--weight-bold)}.map td small{color:var(--ink-2)}
.map td[data-tone=better]{--tone:var(--good)}.map td[data-tone=worse]{--tone:var(--bad)}.map td[data-tone=same],.map td[data-tone=open]{--tone:var(--sunken)}`

export function sweepHtml(sweep: SweepResult): string {
  const { methodLabel, findings, plan, images } = sweep
  const { columns, rows } = sweepGrid(sweep)
  const title = `${escapeHtml(methodLabel)} by batch size and label shift`
  return htmlPage({
    title: `${title} · Shiftlab`,
    style: `${pageStyle}${mapStyle}`,
    pictures: 'none',
    body: `<header><h1>${title}</h1><p>${escapeHtml(sweepWords(sweep))}</p></header>
<section><h2>Error against the source model</h2><table class="map"><thead><tr><td></td>${columns
      .map((batch) => `<th scope="col">batch ${batch}</th>`)
      .join('')}</tr></thead><tbody>${rows
      .map(({ name, cells }) => `<tr><th scope="row">${escapeHtml(name)}</th>${cells.map(mapCell).join('')}</tr>`)
      .join('')}</tbody></table>
<p class="note">Large: error of ${escapeHtml(methodLabel)}. Small: that of the source model on the same images. Green is better than it, red is worse. δ: concentration of the Dirichlet distribution that orders the classes; small values give long runs of one class.</p></section>
<section><h2>Where it breaks</h2>${findings.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}</section>
<section><h2>What was asked</h2><pre>${escapeHtml(JSON.stringify({ of: images, ...plan }, null, 1))}</pre></section>`,
  })
}

function mapCell(cell: SweepCell | null): string {
  const { tone, strengthPct } = cellTone(cell)
  if (cell === null) return `<td data-tone="${tone}">–</td>`
  const { error, sourceError } = cell
  const half = error.halfWidth === null ? '' : ` ± ${error.halfWidth.toFixed(1)}`
  return `<td data-tone="${tone}" style="--strength:${strengthPct}%"><b>${error.mean.toFixed(1)}${half} %</b><small>${sourceError.mean.toFixed(1)} %</small></td>`
}
