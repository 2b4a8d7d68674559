/** A page of one file that classifies dropped images in any browser, from disk and without network: stock TensorFlow.js, model and all. */
import { escapeHtml } from '../../reporting/html'
import { htmlPage } from '../../reporting/html-page'
import { type ModelPackage, modelMetadata, type WrittenFile } from '../formats/model-package'
import { tfjsFile } from '../formats/tfjs'
import classify from './classify.js?raw'

export interface PageParts {
  readonly model: ModelPackage
  /** The files of the TensorFlow.js export. */
  readonly files: readonly WrittenFile[]
  /** Stock TensorFlow.js as one script. */
  readonly bundle: string
  /** What the user must know before trusting it, such as how images must be prepared; null where there is nothing. */
  readonly warning: string | null
}

export const pageFile = 'index.html'

const style = `
body{font:var(--weight) 15px/var(--leading) var(--font-ui);color:var(--ink);background:var(--bg);max-width:720px;margin:0 auto;padding:var(--space-6)}
h1{font-size:var(--text-xl);margin:0}p{margin:var(--space-1) 0}.muted,small{color:var(--ink-3)}.warn{background:var(--warn-soft);color:var(--warn);border-radius:var(--radius-m);padding:var(--space-2) var(--space-3)}
#zone{display:block;border:1.5px dashed var(--line-strong);border-radius:var(--radius-l);background:var(--surface);padding:var(--space-8);text-align:center;margin:var(--space-4) 0;cursor:pointer}
#zone:focus-within{outline:2px solid var(--focus);outline-offset:2px}#files{position:absolute;opacity:0}
#results{list-style:none;padding:0;display:grid;gap:var(--space-2)}li{display:flex;gap:var(--space-4);background:var(--surface);border:1px solid var(--line);border-radius:var(--radius-l);padding:var(--space-3)}
li img{width:96px;height:96px;object-fit:contain;background:var(--sunken);border-radius:var(--radius-m);image-rendering:auto}li div{flex:1;display:grid;gap:2px;align-content:start;min-width:0}
.bar{font-size:var(--text-s);font-variant-numeric:tabular-nums;padding:1px 6px;border-radius:var(--radius-s);background:linear-gradient(to right,var(--accent-soft) var(--share),transparent var(--share))}
`

export function webPage({ model, files, bundle, warning }: PageParts): WrittenFile {
  const metadata = modelMetadata(model)
  const data = {
    classNames: metadata.classNames,
    input: metadata.input,
    model: JSON.parse(textOf(files, tfjsFile)),
    weights: base64Of(files),
  }
  const title = escapeHtml(model.name)
  return {
    file: pageFile,
    data: htmlPage({
      title,
      style,
      pictures: 'dropped',
      scripts: 'own',
      body: `<header><h1>${title}</h1><p class="muted">${escapeHtml(model.description)}</p></header>
${warning === null ? '' : `<p class="warn">${escapeHtml(warning)}</p>`}
<label id="zone">Drop images here, or choose them.<input id="files" type="file" accept="image/*" multiple></label>
<p id="status" class="muted" role="status">Opening the model…</p>
<ul id="results"></ul>
<script>${forScript(bundle)}</script>
<script>const shiftlab = ${forScript(JSON.stringify(data))}
${forScript(classify)}</script>`,
    }),
  }
}

/** Inside a page, a script ends at the first `</script`, wherever it stands. */
function forScript(code: string): string {
  return code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
}

function textOf(files: readonly WrittenFile[], name: string): string {
  const found = files.find(({ file }) => file === name)
  if (found === undefined) throw new Error(`${name} is not among the files`)
  return typeof found.data === 'string' ? found.data : Buffer.from(found.data).toString('utf8')
}

function base64Of(files: readonly WrittenFile[]): string {
  const weights = files.find(({ file }) => file !== tfjsFile)
  return weights === undefined ? '' : Buffer.from(weights.data).toString('base64')
}
