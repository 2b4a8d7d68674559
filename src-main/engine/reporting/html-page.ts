/** The frame of every page for people: self-contained, in the colours of the window, and unable to fetch or send anything. */
import tokens from '@shared/design/tokens.css?raw'

export interface HtmlPage {
  /** HTML already, as `body` is. */
  readonly title: string
  /** CSS over the design tokens. */
  readonly style: string
  /** `inlined`: the page shows pictures as data addresses. `dropped`: those and files that are dropped on it. */
  readonly pictures: 'none' | 'inlined' | 'dropped'
  /** `own`: the page brings scripts, which may make functions from text as TensorFlow.js does. */
  readonly scripts?: 'none' | 'own'
  readonly body: string
}

const sources = { none: '', inlined: ' img-src data:;', dropped: ' img-src blob: data:;' } as const
const code = { none: '', own: " script-src 'unsafe-inline' 'unsafe-eval';" } as const

export function htmlPage({ title, style, pictures, scripts = 'none', body }: HtmlPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none';${code[scripts]}${sources[pictures]} style-src 'unsafe-inline'">
<title>${title}</title>
<style>${tokens}${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}
