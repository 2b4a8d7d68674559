/** How many tests passed, failed and were skipped, read from the runners' own reports. A stage that fails without a failed test counts as one. */
import { readFileSync } from 'node:fs'

const none = { passed: 0, failed: 0, skipped: 0 }

/** Counts from vitest's JSON report. A file that could not be loaded has no tests but is a failure. */
export function vitestCounts({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const unloaded = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length, skipped: numPendingTests + numTodoTests }
}

/** Counts from playwright's JSON report; a test that passed at a second try has passed. */
export const playwrightCounts = ({ stats, errors }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected + errors.length,
  skipped: stats.skipped,
})

/** Counts of one stage: its report where it left one, and at least one failure where it did not end well. */
export function stageCounts({ ok, reportFile, read }) {
  const counts = readReport(reportFile, read) ?? none
  return ok ? counts : { ...counts, failed: Math.max(1, counts.failed) }
}

function readReport(file, read) {
  if (file === undefined) return null
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** The sum of many stages' counts. */
export const sumCounts = (all) =>
  all.reduce(
    (sum, each) => ({ passed: sum.passed + each.passed, failed: sum.failed + each.failed, skipped: sum.skipped + each.skipped }),
    none,
  )

/** The last line of `npm test`. */
export const countsLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`
