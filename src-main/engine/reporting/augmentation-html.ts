/** What each random augmentation makes of a study's images, as one self-contained HTML page. */
import type { AugmentationPicture } from '@shared/domain/augmentation-picture'
import { escapeHtml } from './html'
import { htmlPage } from './html-page'
import { pngAddress } from './png-address'

export async function augmentationHtml(name: string, { size, count, rows }: AugmentationPicture): Promise<string> {
  const length = size * size * 4
  const lines: string[] = []
  for (const { label, strength, on, pixels } of rows) {
    const images: string[] = []
    for (let at = 0; at < count; at++) {
      const rgb = pixels.subarray(at * length, (at + 1) * length).filter((_, value) => value % 4 !== 3)
      images.push(`<td><img alt="" src="${await pngAddress(rgb, size)}"></td>`)
    }
    const words = `${escapeHtml(label)}<small>${escapeHtml(on ? strength : `${strength}; off`)}</small>`
    lines.push(`<tr${on ? '' : ' class="off"'}><th scope="row">${words}</th>${images.join('')}</tr>`)
  }
  return htmlPage({
    title: `${escapeHtml(name)} · Shiftlab augmentation`,
    style,
    pictures: 'inlined',
    body: `<header><h1>${escapeHtml(name)}</h1><p>The same training images in every row, as the network is fed, each changed by draws of its own. An augmentation suits them as long as you still see their class.</p></header>
<table><tbody>${lines.join('')}</tbody></table>`,
  })
}

const style = `
body{font:var(--weight) 14px/var(--leading) var(--font-ui);color:var(--ink);background:var(--bg);max-width:960px;margin:0 auto;padding:var(--space-6)}
h1{font-size:var(--text-2xl);margin:0}p{color:var(--ink-2);margin:0 0 var(--space-4)}
table{border-collapse:collapse}th{padding-right:var(--space-4);font-weight:var(--weight-medium);text-align:left;white-space:nowrap}
small{display:block;color:var(--ink-2);font-weight:var(--weight)}td{padding:2px}.off th{color:var(--ink-2)}
img{display:block;width:72px;height:72px;image-rendering:pixelated;border-radius:4px}`
