/** The frame of every page for people: self-contained, in the colours of the window, and unable to fetch anything. */
import tokens from '@shared/design/tokens.css?raw'

export interface HtmlPage {
  /** HTML already, as `body` is. */
  readonly title: string
  /** CSS over the design tokens. */
  readonly style: string
  /** `inlined`: the page shows pictures as data addresses. */
  readonly pictures: 'none' | 'inlined'
  readonly body: string
}

export function htmlPage({ title, style, pictures, body }: HtmlPage): string {
  const images = pictures === 'inlined' ? ' img-src data:;' : ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none';${images} style-src 'unsafe-inline'">
<title>${title}</title>
<style>${tokens}${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}
