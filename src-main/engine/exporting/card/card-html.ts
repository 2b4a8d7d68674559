/** The card as a page for people. */
import type { ModelCard } from '@shared/domain/model-card'
import { escapeHtml } from '../../reporting/html'
import { htmlPage } from '../../reporting/html-page'
import { pageStyle } from '../../reporting/page-style'

export function cardHtml({ title, summary, facts, load, note }: ModelCard): string {
  const rows = facts.map(({ term, text }) => `<tr><th scope="row">${escapeHtml(term)}</th><td>${escapeHtml(text)}</td></tr>`)
  const blocks = load.map(({ language, code }) => `<h3>Load it from ${language}</h3><pre>${escapeHtml(code)}</pre>`)
  return htmlPage({
    title: escapeHtml(title),
    style: `${pageStyle}th[scope=row]{vertical-align:top;white-space:nowrap;padding-right:var(--space-4)}`,
    pictures: 'none',
    body: `<header><h1>${escapeHtml(title)}</h1><p>${escapeHtml(summary)}</p></header>
<section><table><tbody>${rows.join('')}</tbody></table></section>
<section>${blocks.join('')}<p class="note">${escapeHtml(note)}</p></section>`,
  })
}
