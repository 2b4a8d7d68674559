/** The last line of `npm test` must never claim more than the runners said. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { countsLine, playwrightCounts, stageCounts, sumCounts, vitestCounts } from './counts.mjs'
import { runStages } from './run-stages.mjs'

const vitestReport = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] }

function save(report) {
  const file = join(mkdtempSync(join(tmpdir(), 'shiftlab-counts-')), 'report.json')
  writeFileSync(file, JSON.stringify(report))
  return file
}

test('counts: vitest, with a file that could not be loaded as one failure', () => {
  expect(vitestCounts(vitestReport)).toEqual({ passed: 5, failed: 1, skipped: 3 })
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
    { status: 'passed', assertionResults: [] },
  ]
  expect(vitestCounts({ ...vitestReport, testResults }).failed).toBe(2)
})

test('counts: playwright, with errors outside tests as failures', () => {
  const stats = { expected: 7, flaky: 1, unexpected: 2, skipped: 3 }
  expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 8, failed: 3, skipped: 3 })
})

test('counts: a stage that ended badly has at least one failure, whatever its report says', () => {
  const reportFile = save({ ...vitestReport, numFailedTests: 0 })
  expect(stageCounts({ ok: true, reportFile, read: vitestCounts }).failed).toBe(0)
  expect(stageCounts({ ok: false, reportFile, read: vitestCounts })).toEqual({ passed: 5, failed: 1, skipped: 3 })
  expect(stageCounts({ ok: false, reportFile: '/nowhere.json', read: vitestCounts })).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(stageCounts({ ok: true })).toEqual({ passed: 0, failed: 0, skipped: 0 })
})

test('counts: a stage that crashes is one failure and the others still run', async () => {
  const stages = [
    { label: 'first', run: async () => ({ passed: 3, failed: 0, skipped: 1 }) },
    {
      label: 'second',
      run: async () => {
        throw new Error('crashed')
      },
    },
    { label: 'third', run: async () => ({ passed: 2, failed: 0, skipped: 0 }) },
  ]
  const all = await runStages(stages, {}, { write: () => {} })
  expect(countsLine(sumCounts(all))).toBe('5 passed, 1 failed, 1 skipped')
})
