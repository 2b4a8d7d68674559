/** `npm run check` as a function, because `npm test` runs it too and wants the tests' report. */
import { availableParallelism } from 'node:os'
import { launchEnvironment } from '../launch/launch-environment.mjs'
import { formatSeconds } from '../setup/progress.mjs'
import { checkParts } from './parts.mjs'
import { runParts } from './run-parts.mjs'

/** Runs every part and prints a summary; `unitReport` names a file for vitest's JSON. Returns the parts' results. */
export async function runCheck(context, { unitReport, only = [] } = {}) {
  const startedMs = performance.now()
  const parts = checkParts({ paths: context.paths, unitReport }).filter((part) => only.length === 0 || only.includes(part.id))
  const results = await runParts(parts, {
    cwd: context.paths.root,
    env: launchEnvironment(context),
    atOnce: Math.max(2, Math.min(4, availableParallelism())),
  })
  const failed = results.filter((part) => !part.ok)
  const verdict = failed.length === 0 ? 'all good' : `failed: ${failed.map((part) => part.label).join(', ')}`
  process.stdout.write(`Check: ${verdict} (${formatSeconds(performance.now() - startedMs)})\n`)
  return results
}
