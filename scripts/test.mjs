/** `npm test`: set-up, check, slow tests, build and journeys. The last line counts all tests; any failure gives exit status 1. */
import { requireNode } from './setup/node-version.mjs'

requireNode()
// Every way out, a failed set-up included, ends with the line of counts.
const { countsLine, sumCounts } = await import('./test/counts.mjs')
let counts = null
process.on('exit', (status) => process.stdout.write(`${countsLine(counts ?? { passed: 0, failed: status === 0 ? 0 : 1, skipped: 0 })}\n`))

// After the programs that are running were told, too.
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.on(signal, () => setImmediate(() => process.exit(status)))

const { runStages } = await import('./test/run-stages.mjs')
const { testStages } = await import('./test/stages.mjs')
const { ensureSetup } = await import('./setup/ensure-setup.mjs')

const context = await ensureSetup({ needsWindow: true })
counts = sumCounts(await runStages(testStages, context))
process.exitCode = counts.failed === 0 ? 0 : 1
