/** Where everything lives: the project, what set-up provisions in it, and the cache of downloads shared between clones. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const projectRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '')

/** Every path that set-up, doctor and the launchers use; `root` and `env` can be replaced in tests. */
export function createPaths({ root = projectRoot, env = process.env } = {}) {
  const runtime = join(root, '.runtime')
  const cacheHome = env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const binding = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu')
  return {
    root,
    runtime,
    state: join(runtime, 'state'),
    log: join(runtime, 'setup.log'),
    downloads: join(cacheHome, 'shiftlab', 'downloads'),
    nodeModules: join(root, 'node_modules'),
    packageLock: join(root, 'package-lock.json'),
    tensorflow: join(runtime, 'tensorflow'),
    electron: join(runtime, 'electron'),
    data: join(runtime, 'data'),
    tfjsNode: binding,
    tfjsLibraries: join(binding, 'deps', 'lib'),
    tfjsBinding: join(binding, 'lib', 'napi-v8', 'tfjs_binding.node'),
    pins: join(root, 'resources', 'runtime'),
    output: join(root, 'out'),
  }
}
