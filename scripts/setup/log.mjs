/** The full record of the last set-up, `.runtime/setup.log`: every command and everything it printed. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Starts a new log; returns a function that appends one text. A log that cannot be written never stops the set-up. */
export function openLog(file) {
  const attempt = (write, text) => {
    try {
      write(file, text)
    } catch {
      // A full disk is reported by the step that meets it.
    }
  }
  attempt((name, text) => {
    mkdirSync(dirname(name), { recursive: true })
    writeFileSync(name, text)
  }, `Set-up started ${new Date().toISOString()} with Node ${process.versions.node} on ${process.platform} ${process.arch}\n`)
  return (text) => attempt(appendFileSync, text.endsWith('\n') ? text : `${text}\n`)
}
