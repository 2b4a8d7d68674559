/** A bench's own process: `node start.mjs NAME REPEATS SECONDS PARTS` loads one TypeScript file of `figures/` and runs it. */
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const [id, repeats, seconds, only = ''] = process.argv.slice(2)
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const load = (path) => runnerImport(here(path), { logLevel: 'error', resolve: { alias: { '@shared': here('../../src-shared') } } })

const [{ module: figures }, { module: runner }] = [await load(`../figures/${id}.ts`), await load('run-file.ts')]
await runner.runFile(figures.bench, { id, repeats: Number(repeats), seconds: Number(seconds), only: only.split(',').filter(Boolean) })
process.exit(0)
