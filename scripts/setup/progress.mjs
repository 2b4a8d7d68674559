/** Progress for people and for log files: one rewritten line on a terminal, few plain lines elsewhere. Always on standard error. */

const quietMs = 5_000
const terminalMs = 100

/** `103.4 MB`; decimal units, as download pages use them. */
export function formatBytes(bytes) {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1e3).toFixed(0)} kB`
  if (bytes < 1_000_000_000) return `${(bytes / 1e6).toFixed(1)} MB`
  return `${(bytes / 1e9).toFixed(2)} GB`
}

/** `8.2 s` or `3 min 05 s`. */
export function formatSeconds(milliseconds) {
  const seconds = milliseconds / 1_000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** `103.4 of 207.1 MB, 50 %, 12.3 MB/s`; leaves out what is not known. `elapsedMs` counts from the first byte. */
export function formatTransfer({ doneBytes, totalBytes, elapsedMs }) {
  const parts = []
  if (totalBytes) {
    const done = Math.min(doneBytes, totalBytes)
    parts.push(`${formatBytes(done)} of ${formatBytes(totalBytes)}`, `${Math.floor((100 * done) / totalBytes)} %`)
  } else {
    parts.push(formatBytes(doneBytes))
  }
  if (elapsedMs >= 500) parts.push(`${formatBytes(Math.round(doneBytes / (elapsedMs / 1_000)))}/s`)
  return parts.join(', ')
}

/**
 * Tells `step N of M` and what happens within a step.
 * `update` may be called as often as one likes: it is thinned to ten lines a second on a terminal and one in five seconds elsewhere.
 */
export function createReporter({ stream = process.stderr, now = () => performance.now(), log = () => {} } = {}) {
  const terminal = stream.isTTY === true
  let prefix = ''
  let open = false
  let lastMs = Number.NEGATIVE_INFINITY
  let startedMs = 0

  const write = (text) => {
    const line = `${prefix}${text}`
    if (!terminal) return stream.write(`${line}\n`)
    const width = (stream.columns ?? 120) - 1
    stream.write(`\r\x1b[K${line.length > width ? `${line.slice(0, width - 1)}…` : line}`)
    open = true
  }
  const close = () => {
    if (open) stream.write('\n')
    open = false
  }
  const line = (text) => {
    close()
    log(`${prefix}${text}`)
    stream.write(`${prefix}${text}\n`)
  }
  return {
    begin({ number, total, title }) {
      prefix = `[${number} of ${total}] ${title}: `
      startedMs = now()
      lastMs = terminal ? Number.NEGATIVE_INFINITY : startedMs
      log(`${prefix}starting`)
    },
    /** What is going on now; thinned. */
    update(text) {
      const due = now() - lastMs >= (terminal ? terminalMs : quietMs)
      if (!due) return
      lastMs = now()
      write(text)
    },
    /** A line that must not be lost. */
    note: line,
    done(text) {
      if (terminal && open) stream.write('\r\x1b[K')
      open = false
      line(`${text} (${formatSeconds(now() - startedMs)})`)
      prefix = ''
    },
    end() {
      close()
      prefix = ''
    },
  }
}
