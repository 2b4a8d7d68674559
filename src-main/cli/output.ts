/** Standard output carries results only: with --json exactly one line of JSON; progress and logs go to standard error. */
import { writeSync } from 'node:fs'

export interface Output {
  readonly json: boolean
  /** The result: as JSON, or as text made by `toText`. Called once. */
  result(value: unknown, toText: () => string): void
  /** One line of progress; on a terminal it replaces the line before. */
  progress(line: string): void
  /** A line that stays. */
  note(line: string): void
}

export function createOutput(options: { readonly json: boolean }): Output {
  const live = process.stderr.isTTY === true
  let lastPlainMs = 0
  let open = false
  const closeLine = (): void => {
    if (open) process.stderr.write('\n')
    open = false
  }
  return {
    json: options.json,
    result(value, toText) {
      closeLine()
      writeAll(1, `${options.json ? JSON.stringify(value) : toText()}\n`)
    },
    progress(line) {
      if (live) {
        process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 120) - 1)}`)
        open = true
        return
      }
      // Without a terminal every line stays, so they come seldom.
      const now = performance.now()
      if (now - lastPlainMs < 5000 && lastPlainMs !== 0) return
      lastPlainMs = now
      process.stderr.write(`${line}\n`)
    },
    note(line) {
      closeLine()
      process.stderr.write(`${line}\n`)
    },
  }
}

/** Writes everything before returning, so that an exit right after loses nothing, also into a pipe. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  let offset = 0
  while (offset < bytes.length) {
    try {
      offset += writeSync(file, bytes, offset)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') throw error
    }
  }
}
