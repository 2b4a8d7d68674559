/** `npm run -s lab -- COMMAND …`: the command line. Set-up and build speak on standard error only; the command then runs in this process. */
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { join } = await import('node:path')
const { pathToFileURL } = await import('node:url')
const { ensureBuilt } = await import('./build/ensure-built.mjs')
const { ensureSetup } = await import('./setup/ensure-setup.mjs')

const context = await ensureSetup({ needsWindow: false })
if (!(await ensureBuilt(context))) process.exit(1)
// No child process: signals, standard streams and the exit status are the command's own.
const lab = join(context.paths.output, 'main', 'lab.js')
// npm changes to the project folder; paths on the command line mean the folder where the user stands.
if (process.env.npm_lifecycle_event === 'lab' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
process.argv = [process.execPath, lab, ...process.argv.slice(2)]
await import(pathToFileURL(lab).href)
