/** The helper thread's script where there is no build: bundled in memory, for tests and benches. */
import { join } from 'node:path'
import { build, type Rollup } from 'vite'

/** An address that a Worker can be started from. */
export async function bundleHelperScript(): Promise<URL> {
  const root = join(import.meta.dirname, '../../../../..')
  const built = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    // An address of this kind has no folder that packages could be found from.
    ssr: { noExternal: true },
    resolve: { alias: { '@shared': join(root, 'src-shared') } },
    build: { ssr: join(import.meta.dirname, '../../tsne-helper.ts'), write: false, rollupOptions: { output: { codeSplitting: false } } },
  })) as Rollup.RollupOutput
  return new URL(`data:text/javascript,${encodeURIComponent(built.output[0].code)}`)
}
