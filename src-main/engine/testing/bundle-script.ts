/** A thread's script where there is no build, for tests and benches: bundled into the set-up's folder, from where packages are found. */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Rollup } from 'vite'
import { hashText } from '../data/content-hash'

const root = join(import.meta.dirname, '../../..')

/** @param entry below `src-main/engine`. Gives an address that a Worker can be started from. */
export async function bundleScript(entry: string): Promise<URL> {
  const built = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    resolve: { alias: { '@shared': join(root, 'src-shared') } },
    build: { ssr: join(root, 'src-main/engine', entry), write: false, rollupOptions: { output: { codeSplitting: false } } },
  })) as Rollup.RollupOutput
  const { code } = built.output[0]
  const folder = join(root, '.runtime', 'threads')
  const script = join(folder, `${basename(entry, '.ts')}-${hashText(code).slice(0, 16)}.mjs`)
  await mkdir(folder, { recursive: true })
  // Written beside and moved: another process may be about to start the same script.
  await writeFile(`${script}.${process.pid}`, code)
  await rename(`${script}.${process.pid}`, script)
  return pathToFileURL(script)
}
