/** Runs the stages of `npm test` one after the other; one that crashes counts as a failure and the others still run. */
import { formatSeconds } from '../setup/progress.mjs'
import { countsLine } from './counts.mjs'

/** Resolves to the counts of every stage, in order. */
export async function runStages(stages, context, { write = (text) => process.stdout.write(text) } = {}) {
  const all = []
  for (const { label, run } of stages) {
    write(`\n== ${label}\n`)
    const startedMs = performance.now()
    let counts = null
    try {
      counts = await run(context)
    } catch (error) {
      write(`${error.stack ?? error}\n`)
      counts = { passed: 0, failed: 1, skipped: 0 }
    }
    all.push(counts)
    write(`== ${label}: ${countsLine(counts)} (${formatSeconds(performance.now() - startedMs)})\n`)
  }
  return all
}
