/** How wide a short text will be, before it is drawn: enough to reserve room for a label without measuring the DOM. */

const NARROW = /[ilj.,:;|!'’ \-()[\]ftrI1]/
const WIDE = /[mwMW%@–—]/

/** Estimated width, px, of `text` at `sizePx` in the interface's proportional face; errs on the wide side. */
export function textWidth(text: string, sizePx: number): number {
  let em = 0
  for (const character of text) em += NARROW.test(character) ? 0.36 : WIDE.test(character) ? 0.92 : 0.6
  return em * sizePx
}
