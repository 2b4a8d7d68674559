/** `npm run bench [-- NAME… --repeats N --seconds S --only PART,… --list]`: figures of `bench/figures`, each in its own process, and the window's. */
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { readdirSync } = await import('node:fs')
const { join } = await import('node:path')
const { parseArgs } = await import('node:util')
const { ensureBuilt } = await import('./build/ensure-built.mjs')
const { launchEnvironment } = await import('./launch/launch-environment.mjs')
const { runChild } = await import('./launch/run-child.mjs')
const { ensureSetup } = await import('./setup/ensure-setup.mjs')
const { displayDecision, readMachine } = await import('./setup/platform.mjs')

const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    repeats: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
  },
})
const root = join(import.meta.dirname, '..')
const figures = readdirSync(join(root, 'bench', 'figures'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3))
const known = [...figures, 'window']
const unknown = wanted.filter((name) => !known.includes(name))
if (flags.list || unknown.length > 0) {
  if (unknown.length > 0) process.stderr.write(`There is no bench named ${unknown.join(', ')}. Choose from: ${known.join(', ')}.\n`)
  else process.stdout.write(`${known.join('\n')}\n`)
  process.exit(unknown.length > 0 ? 2 : 0)
}
const chosen = wanted.length > 0 ? wanted : known
const context = await ensureSetup({ needsWindow: chosen.includes('window') })
const options = { cwd: root, env: launchEnvironment(context) }
const failed = []
for (const name of chosen) if ((await (name === 'window' ? benchWindow() : benchFigures(name))) !== 0) failed.push(name)
if (failed.length > 0) process.stderr.write(`Failed: ${failed.join(', ')}.\n`)
process.exitCode = failed.length > 0 ? 1 : 0

function benchFigures(name) {
  return runChild(process.execPath, [join(root, 'bench', 'harness', 'start.mjs'), name, flags.repeats, flags.seconds, flags.only], options)
}

async function benchWindow() {
  if (!(await ensureBuilt(context))) return 1
  const playwright = [
    join(context.paths.nodeModules, 'playwright', 'cli.js'),
    'test',
    '--config',
    join(root, 'bench', 'playwright.config.ts'),
  ]
  return displayDecision(readMachine()).window
    ? runChild(process.execPath, playwright, options)
    : runChild('xvfb-run', ['-a', '-s', '-screen 0 1920x1200x24', process.execPath, ...playwright], options)
}
