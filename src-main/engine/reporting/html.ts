/** Escaping and number formats for the report. */

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** "61.2 ± 3.4 %", "61.2 %" with one seed, words where the target has no labels. */
export function percent(mean: number | null, halfWidth: number | null): string {
  if (mean === null) return 'no target labels'
  return halfWidth === null ? `${mean.toFixed(1)} %` : `${mean.toFixed(1)} ± ${halfWidth.toFixed(1)} %`
}
