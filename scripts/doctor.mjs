/** `npm run doctor [-- --json]`: what is there, what is missing and what to do. Exit status 0 where everything is there. */
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { examine, isComplete, projectVersion } = await import('./doctor/components.mjs')
const { componentLines } = await import('./doctor/component-lines.mjs')
const { createContext } = await import('./setup/ensure-setup.mjs')

const context = createContext()
const components = await examine(context)
const complete = isComplete(components)
if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify({ shiftlab: projectVersion(context), complete, components })}\n`)
} else {
  process.stdout.write(
    `${componentLines(components).join('\n')}\n${complete ? 'Everything is there.' : 'Something is missing: see above.'}\n`,
  )
}
process.exitCode = complete ? 0 : 1
