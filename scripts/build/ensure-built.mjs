/** Builds the app when its sources changed since the last build, judged by their content. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { launchEnvironment } from '../launch/launch-environment.mjs'
import { takeLock } from '../setup/lock.mjs'
import { readMarker, removeMarker, writeMarker } from '../setup/marker.mjs'
import { formatSeconds } from '../setup/progress.mjs'
import { sha256 } from '../setup/sha256.mjs'

const sourceFolders = ['src-main', 'src-renderer', 'src-shared']
const sourceFiles = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']
const outcomes = ['main/index.js', 'main/engine.js', 'main/lab.js', 'preload/index.cjs', 'renderer/index.html']
const markerId = 'build'

/** Hash over the names and contents of everything that goes into the build; tests do not. */
export function hashSources(root) {
  const files = [...sourceFiles.map((name) => join(root, name)), ...sourceFolders.flatMap((name) => filesUnder(join(root, name)))]
  const lines = files
    .filter((file) => existsSync(file) && !/\.(test|slow\.test)\.tsx?$|README\.md$/.test(file))
    .map((file) => `${relative(root, file)} ${sha256(readFileSync(file))}`)
  return sha256(lines.sort().join('\n'))
}

function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesUnder(path) : [path]
  })
}

const isCurrent = (paths, inputs) =>
  readMarker(paths.state, markerId)?.inputs === inputs && outcomes.every((name) => existsSync(join(paths.output, name)))

/** Returns true where a current build is there in the end; what the builder prints goes to standard error. */
export async function ensureBuilt(context) {
  const { paths } = context
  if (isCurrent(paths, hashSources(paths.root))) return true
  const release = await takeLock(paths.root)
  try {
    const inputs = hashSources(paths.root)
    return isCurrent(paths, inputs) || build(context, inputs)
  } finally {
    await release()
  }
}

function build(context, inputs) {
  const { paths } = context
  const startedMs = performance.now()
  process.stderr.write('Building the app …\n')
  removeMarker(paths.state, markerId)
  const builder = join(paths.nodeModules, 'electron-vite', 'bin', 'electron-vite.js')
  const { status } = spawnSync(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: paths.root,
    env: launchEnvironment(context),
    stdio: ['ignore', 2, 2],
  })
  const missing = outcomes.filter((name) => !existsSync(join(paths.output, name)))
  if (status !== 0 || missing.length > 0) {
    const detail = status === 0 ? `it made no ${missing.join(', ')}` : `exit status ${status}`
    process.stderr.write(`The app could not be built (${detail}); mend what is named above and run the command again.\n`)
    return false
  }
  writeMarker(paths.state, markerId, { inputs, details: {} })
  process.stderr.write(`Built in ${formatSeconds(performance.now() - startedMs)}.\n`)
  return true
}
