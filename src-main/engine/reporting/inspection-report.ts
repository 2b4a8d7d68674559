/** What was found in one or two domains as one self-contained HTML page with its pictures. */
import type { DomainRole } from '@shared/domain/ids'
import type { DomainProfile, Finding, Inspection } from '@shared/domain/inspection'
import type { ImportedDomain } from '../data/imported-domain'
import { escapeHtml } from './html'
import { htmlPage } from './html-page'
import { pngAddress } from './png-address'

export interface InspectionReportParts {
  readonly title: string
  readonly source: ImportedDomain
  readonly target: ImportedDomain | null
  readonly inspection: Inspection
}

/** Pictures of a finding beyond these would make the page heavy. */
const picturesPerFinding = 24

export async function inspectionReport({ title, source, target, inspection }: InspectionReportParts): Promise<string> {
  const domains = { source, target }
  const findings: string[] = []
  for (const finding of inspection.findings) findings.push(await findingHtml(finding, domains))
  const profiles: string[] = []
  for (const profile of inspection.profiles) profiles.push(await profileHtml(profile, domains))
  return htmlPage({
    title: `${escapeHtml(title)} · Shiftlab data report`,
    style,
    pictures: 'inlined',
    body: `<header><h1>${escapeHtml(title)}</h1><p>${escapeHtml(headline(inspection))}</p></header>
<section><h2>Findings</h2>${findings.join('')}</section>
<section><h2>Domains</h2>${profiles.join('')}</section>
${unreadableHtml(domains)}`,
  })
}

type Domains = Readonly<Record<DomainRole, ImportedDomain | null>>

const severityWords: Readonly<Record<Finding['severity'], string>> = { alarm: 'Alarm', look: 'To look at', fine: 'Fine' }

function headline({ findings }: Inspection): string {
  const count = (severity: Finding['severity']): number => findings.filter((finding) => finding.severity === severity).length
  const alarms = count('alarm')
  return `${alarms === 1 ? '1 alarm' : `${alarms} alarms`}, ${count('look')} to look at, ${count('fine')} fine. No target label was read and no file was changed.`
}

async function findingHtml(finding: Finding, domains: Domains): Promise<string> {
  const pictures: string[] = []
  for (const { images, note } of finding.gallery.slice(0, picturesPerFinding)) {
    const addresses: string[] = []
    for (const { role, index } of images) {
      const domain = domains[role]
      if (domain) addresses.push(await pngAddress(domain.pixels.read([index]), domain.summary.imageSize))
    }
    pictures.push(
      `<figure>${addresses.map((address) => `<img alt="" src="${address}">`).join('')}<figcaption>${escapeHtml(note)}</figcaption></figure>`,
    )
  }
  const fix = finding.fix ? `<p class="note">Remedy: ${escapeHtml(finding.fix.label)}.</p>` : ''
  return `<article class="${finding.severity}"><h3><small>${severityWords[finding.severity]}</small> ${escapeHtml(finding.title)}</h3><p>${escapeHtml(`${finding.message} ${finding.why}`)}</p>${fix}${pictures.length > 0 ? `<div class="strip">${pictures.join('')}</div>` : ''}</article>`
}

async function profileHtml({ role, means, distributions, split }: DomainProfile, domains: Domains): Promise<string> {
  const domain = domains[role]
  if (!domain) return ''
  const { summary } = domain
  const pictures: string[] = []
  const length = means.size ** 2 * 4
  for (const [at, name] of means.classNames.entries()) {
    const rgb = means.pixels.subarray(at * length, (at + 1) * length).filter((_, i) => i % 4 !== 3)
    const count = name === null ? summary.images : summary.classCounts?.[summary.classNames.indexOf(name)]
    pictures.push(
      `<figure><img alt="" src="${await pngAddress(rgb, means.size)}"><figcaption>${escapeHtml(name ?? 'all')}${count === undefined ? '' : ` · ${count.toLocaleString('en-US')}`}</figcaption></figure>`,
    )
  }
  const plots = distributions.map(({ name, low, high, shares }) => {
    const most = Math.max(...shares, 1e-9)
    const bars = shares.map(
      (share, bin) =>
        `<rect x="${bin * 5}" y="${(40 * (1 - share / most)).toFixed(1)}" width="4" height="${((40 * share) / most).toFixed(1)}"/>`,
    )
    return `<figure><svg viewBox="0 0 120 40" width="120" height="40" role="img" aria-label="${name}">${bars.join('')}</svg><figcaption>${name} ${low.toFixed(2)}–${high.toFixed(2)}</figcaption></figure>`
  })
  const sizes = summary.sizes.map(({ width, height, count }) => `${width} × ${height} (${count.toLocaleString('en-US')})`).join(', ')
  const three = (values: readonly number[]): string => values.map((value) => value.toFixed(3)).join(', ')
  return `<h3>${escapeHtml(summary.name)} <small>${role}</small></h3><p>${summary.images.toLocaleString('en-US')} images, ${summary.excluded} left out, ${summary.unreadable.length} unreadable. Train ${split.train}, validation ${split.validation}, test ${split.test}. Sizes: ${sizes}. Channel means ${three(summary.channelMean)}, deviations ${three(summary.channelStd)}.</p><p class="note">Mean images</p><div class="strip">${pictures.join('')}</div><div class="strip">${plots.join('')}</div>`
}

function unreadableHtml({ source, target }: Domains): string {
  const rows = [source, target].flatMap((domain) => domain?.summary.unreadable ?? [])
  if (rows.length === 0) return ''
  const lines = rows.map(({ file, reason }) => `<tr><td>${escapeHtml(file)}</td><td>${escapeHtml(reason)}</td></tr>`)
  return `<section><h2>Unreadable files</h2><table><tbody>${lines.join('')}</tbody></table></section>`
}

const style = `
body{font:var(--weight) 14px/var(--leading) var(--font-ui);color:var(--ink);background:var(--bg);max-width:820px;margin:0 auto;padding:var(--space-6);font-variant-numeric:tabular-nums}
h1{font-size:var(--text-2xl);margin:0}h2{font-size:var(--text-xl);margin:var(--space-6) 0 var(--space-3)}h3{font-size:var(--text-m);margin:var(--space-3) 0 var(--space-1)}
small{font-weight:var(--weight);color:var(--ink-2)}p{margin:0 0 var(--space-2)}.note,figcaption{color:var(--ink-2);font-size:12px}
article{border-top:1px solid var(--line);padding:var(--space-2) 0}.alarm small{color:var(--warn)}.fine small{color:var(--good)}
.strip{display:flex;flex-wrap:wrap;gap:var(--space-2)}figure{margin:0}img{width:56px;height:56px;image-rendering:pixelated;border-radius:4px;margin-right:2px}rect{fill:var(--ink-2)}
table{border-collapse:collapse}td{padding:2px 12px 2px 0;border-top:1px solid var(--line)}`
