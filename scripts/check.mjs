/** `npm run check [-- PART…]`: format, lint, types, layers, unused code, unit and contract tests. */
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { runCheck } = await import('./check/run-check.mjs')
const { ensureSetup } = await import('./setup/ensure-setup.mjs')

const context = await ensureSetup({ needsWindow: false })
const results = await runCheck(context, { only: process.argv.slice(2) })
process.exitCode = results.length > 0 && results.every((part) => part.ok) ? 0 : 1
