/** `npm run test:golden`: the engine against the reference values in `$GOLDEN`; the last line is `N passed, N failed`. */
import { requireNode } from './setup/node-version.mjs'

requireNode()
const { join } = await import('node:path')
const { ensureSetup } = await import('./setup/ensure-setup.mjs')

const { paths } = await ensureSetup({ needsWindow: false })
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
// Vite is a package: it is there only after the set-up.
const { runnerImport } = await import('vite')
const { module } = await runnerImport(join(paths.root, 'src-main', 'engine', 'testing', 'golden', 'run-golden.ts'), {
  root: paths.root,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@shared': join(paths.root, 'src-shared') } },
})
process.exitCode = module.runGolden((line) => process.stdout.write(`${line}\n`))
