/** The doctor's findings as text: one line a component, what to do beneath it. */
import { formatBytes } from '../setup/progress.mjs'

const marks = { there: 'ok  ', missing: 'MISSING', 'wrong version': 'WRONG', note: 'note' }

/** Lines for a terminal. */
export function componentLines(components) {
  const width = Math.max(...components.map(({ component }) => component.length))
  return components.flatMap(({ component, state, version, path, sizeBytes, detail, remedy }) => {
    const facts = [
      detail?.startsWith(version) ? null : version,
      detail,
      path,
      sizeBytes === null || state === 'note' ? null : formatBytes(sizeBytes),
    ].filter(Boolean)
    const line = `${marks[state].padEnd(8)}${component.padEnd(width + 2)}${facts.join(' · ')}`
    return remedy ? [line, `${' '.repeat(8)}→ ${remedy}`] : [line]
  })
}
