/** The whole set-up: nothing but reading markers where all is there, else every missing step with progress, under a lock. */
import { mkdirSync } from 'node:fs'
import { endCommands } from './command.mjs'
import { requireSpace } from './disk-space.mjs'
import { takeLock } from './lock.mjs'
import { openLog } from './log.mjs'
import { removeMarker } from './marker.mjs'
import { createPaths } from './paths.mjs'
import { readMachine } from './platform.mjs'
import { createReporter, formatSeconds } from './progress.mjs'
import { pendingSteps, runSteps } from './runner.mjs'
import { SetupProblem } from './setup-problem.mjs'
import { allSteps } from './steps/all-steps.mjs'

const interruptions = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }

/** What steps and launchers share: paths, facts about the machine, and whether a window is wanted. */
export function createContext({ needsWindow = true, env = process.env } = {}) {
  const paths = createPaths({ env })
  const machine = readMachine({ env })
  if (machine.electronFolder === paths.electron) machine.electronFolder = ''
  return { paths, machine, env, needsWindow, log: () => {} }
}

/**
 * Provides whatever is missing and returns the context. `again` names steps (or `all`) to do anew.
 * A failure ends the process with status 1 and one sentence on standard error.
 */
export async function ensureSetup({ again = [], steps = allSteps, ...options } = {}) {
  const context = createContext(options)
  const restart = steps.filter((step) => again.includes(step.id) || again.includes('all'))
  if (restart.length === 0 && pendingSteps(steps, context).length === 0) return context
  await setUp({ steps, restart, context })
  return context
}

async function setUp({ steps, restart, context }) {
  const { paths } = context
  const startedMs = performance.now()
  mkdirSync(paths.runtime, { recursive: true })
  const stopListening = endOnInterruption()
  let release = async () => {}
  try {
    release = await takeLock(paths.root, {
      onWait: () => process.stderr.write('Another set-up of this project is running: waiting for it.\n'),
    })
    for (const step of restart) removeMarker(paths.state, step.id)
    const pending = pendingSteps(steps, context)
    if (pending.length === 0) return
    const log = openLog(paths.log)
    const report = createReporter({ log })
    const tensorflowThere = !pending.some((step) => step.id === 'tensorflow')
    const ready = { ...context, log, report, tensorflowThere }
    await requireSpace(pending.flatMap((step) => step.needs(ready)))
    await runSteps(steps, ready).catch((error) => {
      report.end()
      log(error.stack ?? String(error))
      throw error
    })
    process.stderr.write(`Set-up done in ${formatSeconds(performance.now() - startedMs)}.\n`)
  } catch (error) {
    process.stderr.write(`${sentenceFor(error)} (Full log: ${paths.log})\n`)
    process.exit(1)
  } finally {
    stopListening()
    await release()
  }
}

/** One sentence for any failure; only SetupProblems know their remedy themselves. */
export function sentenceFor(error) {
  if (error instanceof SetupProblem) return error.message
  if (error.code === 'ENOSPC') return 'Set-up stopped because the disk is full; free some space and run the command again.'
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return `Set-up may not write ${error.path ?? 'a file'}; make the project folder writable for you and run the command again.`
  }
  return `Set-up stopped unexpectedly (${error.message}); run the command again, and if it repeats, read the log.`
}

function endOnInterruption() {
  const handlers = Object.entries(interruptions).map(([signal, status]) => {
    const handler = () => {
      endCommands()
      process.stderr.write('\nSet-up interrupted; the same command goes on where it stopped.\n')
      process.exit(status)
    }
    process.once(signal, handler)
    return [signal, handler]
  })
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler)
  }
}
