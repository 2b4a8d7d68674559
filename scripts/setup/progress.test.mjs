/** What people read while they wait. */
import { expect, test } from 'vitest'
import { createReporter, formatBytes, formatSeconds, formatTransfer } from './progress.mjs'

function recorder({ terminal }) {
  const written = []
  let nowMs = 0
  const stream = { isTTY: terminal, columns: 60, write: (text) => written.push(text) }
  const reporter = createReporter({ stream, now: () => nowMs })
  return { written, reporter, pass: (milliseconds) => (nowMs += milliseconds) }
}

test('progress: bytes and seconds read as on a download page', () => {
  expect([0, 999, 12_345, 207_208_420, 3_200_000_000].map(formatBytes)).toEqual(['0 B', '999 B', '12 kB', '207.2 MB', '3.20 GB'])
  expect([8_240, 59_900, 185_000, 119_900].map(formatSeconds)).toEqual(['8.2 s', '59.9 s', '3 min 05 s', '2 min 00 s'])
})

test('progress: a transfer tells done, total, share and rate, and leaves out what is not known', () => {
  expect(formatTransfer({ doneBytes: 50e6, totalBytes: 200e6, elapsedMs: 2_000 })).toBe('50.0 MB of 200.0 MB, 25 %, 25.0 MB/s')
  expect(formatTransfer({ doneBytes: 300e6, totalBytes: 200e6, elapsedMs: 0 })).toBe('200.0 MB of 200.0 MB, 100 %')
  expect(formatTransfer({ doneBytes: 50e6, elapsedMs: 0 })).toBe('50.0 MB')
})

test('progress: without a terminal lines are plain and few', () => {
  const { written, reporter, pass } = recorder({ terminal: false })
  reporter.begin({ number: 2, total: 6, title: 'TensorFlow' })
  for (let index = 0; index < 100; index += 1) {
    pass(100)
    reporter.update(`at ${index}`)
  }
  reporter.done('unpacked')
  expect(written).toEqual(['[2 of 6] TensorFlow: at 49\n', '[2 of 6] TensorFlow: at 99\n', '[2 of 6] TensorFlow: unpacked (10.0 s)\n'])
})

test('progress: on a terminal one line is rewritten and never wraps', () => {
  const { written, reporter, pass } = recorder({ terminal: true })
  reporter.begin({ number: 1, total: 6, title: 'npm packages' })
  reporter.update('x'.repeat(200))
  reporter.update('too soon')
  pass(1_000)
  reporter.update('later')
  expect(written).toHaveLength(2)
  expect(written[0].startsWith('\r\x1b[K[1 of 6] npm packages: x')).toBe(true)
  expect(written[0].length).toBeLessThanOrEqual('\r\x1b[K'.length + 59)
  expect(written[1]).toContain('later')
})
