/** The stages of `npm test` after set-up; each resolves to its counts and never throws away the ones before it. */
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../build/ensure-built.mjs'
import { runCheck } from '../check/run-check.mjs'
import { launchEnvironment } from '../launch/launch-environment.mjs'
import { runChild } from '../launch/run-child.mjs'
import { findProgram } from '../setup/command.mjs'
import { displayDecision } from '../setup/platform.mjs'
import { playwrightCounts, stageCounts, vitestCounts } from './counts.mjs'

const toolOutput = ['ignore', 'inherit', 'inherit']

/** `[{label, run(context)}]`; `run` resolves to `{passed, failed, skipped}`. */
export const testStages = [
  { label: 'check', run: check },
  { label: 'slow tests', run: slowTests },
  { label: 'build', run: build },
  { label: 'journeys in the real app', run: journeys },
]

/** A fresh name for a runner's report, so that an old one is never counted. */
function reportFile({ paths }, name) {
  const folder = join(paths.runtime, 'test-reports')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.json`)
  rmSync(file, { force: true })
  return file
}

async function check(context) {
  const unitReport = reportFile(context, 'unit')
  const parts = await runCheck(context, { unitReport })
  const unitOk = parts.find((part) => part.id === 'unit')?.ok === true
  const counts = stageCounts({ ok: unitOk, reportFile: unitReport, read: vitestCounts })
  return { ...counts, failed: counts.failed + parts.filter((part) => part.id !== 'unit' && !part.ok).length }
}

async function slowTests(context) {
  const report = reportFile(context, 'slow')
  const vitest = join(context.paths.nodeModules, 'vitest', 'vitest.mjs')
  const args = [
    vitest,
    'run',
    '--project',
    'slow',
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const status = await runChild(process.execPath, args, options(context))
  return stageCounts({ ok: status === 0, reportFile: report, read: vitestCounts })
}

async function build(context) {
  return stageCounts({ ok: await ensureBuilt(context) })
}

async function journeys(context) {
  const config = join(context.paths.root, 'e2e', 'playwright.config.ts')
  if (!existsSync(config)) {
    process.stdout.write('There are no journeys yet.\n')
    return stageCounts({ ok: true })
  }
  const report = reportFile(context, 'journeys')
  const playwright = [join(context.paths.nodeModules, 'playwright', 'cli.js'), 'test', '--config', config, '--reporter=list,json']
  const { env, ...rest } = options(context)
  const display = displayDecision(context.machine)
  if (!display.window && findProgram('xvfb-run') === null) {
    process.stdout.write(`The journeys need a display, and xvfb-run, which lends one, was not found; run npm run doctor.\n`)
    return stageCounts({ ok: false })
  }
  const [program, args] = display.window
    ? [process.execPath, playwright]
    : ['xvfb-run', ['-a', '-s', '-screen 0 1920x1200x24', process.execPath, ...playwright]]
  const status = await runChild(program, args, { ...rest, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report } })
  return stageCounts({ ok: status === 0, reportFile: report, read: playwrightCounts })
}

const options = (context) => ({ cwd: context.paths.root, env: launchEnvironment(context), stdio: toolOutput })
