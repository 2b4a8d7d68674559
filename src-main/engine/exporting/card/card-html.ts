/** The card as a page for people. */
import tokens from '@shared/design/tokens.css?raw'
import type { ModelCard } from '@shared/domain/model-card'
import { escapeHtml } from '../../reporting/html'
import { pageStyle } from '../../reporting/page-style'

export function cardHtml({ title, summary, facts, load, note }: ModelCard): string {
  const rows = facts.map(({ term, text }) => `<tr><th scope="row">${escapeHtml(term)}</th><td>${escapeHtml(text)}</td></tr>`)
  const blocks = load.map(({ language, code }) => `<h3>Load it from ${language}</h3><pre>${escapeHtml(code)}</pre>`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${tokens}${pageStyle}th[scope=row]{vertical-align:top;white-space:nowrap;padding-right:var(--space-4)}</style>
</head>
<body>
<header><h1>${escapeHtml(title)}</h1><p>${escapeHtml(summary)}</p></header>
<section><table><tbody>${rows.join('')}</tbody></table></section>
<section>${blocks.join('')}<p class="note">${escapeHtml(note)}</p></section>
</body>
</html>
`
}
