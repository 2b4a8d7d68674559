/** `npm run setup [-- --again STEP…]`: provides everything the app and its tests need, then stops. */
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { ensureSetup } = await import('./setup/ensure-setup.mjs')
const { displayDecision, readMachine } = await import('./setup/platform.mjs')
const args = process.argv.slice(2)
const again = args.includes('--again') ? args.slice(args.indexOf('--again') + 1) : []
const { paths } = await ensureSetup({ again, needsWindow: displayDecision(readMachine()).window })
process.stderr.write(`Everything is there (${paths.runtime}). Start the app with npm start.\n`)
