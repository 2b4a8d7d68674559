/** `npm start`: provides what is missing, builds what changed, and opens the window, or runs the demonstration where none can open. */
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { ensureBuilt } = await import('./build/ensure-built.mjs')
const { measureOnce } = await import('./launch/measure-once.mjs')
const { runDemonstration } = await import('./launch/demonstration.mjs')
const { electronPath, launchEnvironment } = await import('./launch/launch-environment.mjs')
const { runChild } = await import('./launch/run-child.mjs')
const { ensureSetup } = await import('./setup/ensure-setup.mjs')
const { displayDecision, readMachine, sandboxDecision } = await import('./setup/platform.mjs')

const display = displayDecision(readMachine())
const context = await ensureSetup({ needsWindow: display.window })
if (!(await ensureBuilt(context))) process.exit(1)
await measureOnce(context)
process.exitCode = display.window ? await openWindow() : await runDemonstration(context, display.reason)

function openWindow() {
  const sandbox = sandboxDecision(context.machine)
  if (sandbox.notice) process.stderr.write(`${sandbox.notice}\n`)
  const args = [...sandbox.flags, ...display.flags, context.paths.root, ...process.argv.slice(2)]
  return runChild(electronPath(context), args, { cwd: context.paths.root, env: launchEnvironment(context) })
}
