/** What `npm run doctor` looks at, one entry a component: is it there, which version, where, how large, and what to do. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { electronPath } from '../launch/launch-environment.mjs'
import { findProgram, runCommand } from '../setup/command.mjs'
import { freeSpace } from '../setup/disk-space.mjs'
import { nodeVersionProblem } from '../setup/node-version.mjs'
import { readPins } from '../setup/pins.mjs'
import { findPip } from '../setup/pip.mjs'
import { displayDecision, sandboxDecision, tensorflowRoute } from '../setup/platform.mjs'
import { formatBytes } from '../setup/progress.mjs'
import { finishedMarker } from '../setup/runner.mjs'
import { allSteps } from '../setup/steps/all-steps.mjs'
import { findMissing } from '../setup/steps/system-packages.mjs'

const runSetup = 'run: npm run setup'

/**
 * Resolves to `[{component, state, version, path, sizeBytes, detail, remedy}]`; state is `there`, `missing`, `wrong version`, or `note`
 * (worth knowing, nothing to mend). Fields that do not apply are null.
 */
export async function examine(context) {
  return [
    node(),
    npmPackages(context),
    await electron(context),
    await tensorflow(context),
    await binding(context),
    builtInData(context),
    opticalDigits(context),
    efficientnetWeights(context),
    ...(await system(context)),
    gpu(context),
    display(context),
    sandbox(context),
    await disk(context),
  ]
}

const entry = (component, state, fields = {}) => ({
  ...{ component, state, version: null, path: null, sizeBytes: null, detail: null, remedy: null },
  ...fields,
})

const details = (id, context) =>
  finishedMarker(
    allSteps.find((step) => step.id === id),
    context,
  )?.details ?? null

const sizeOf = (file) => (existsSync(file) ? statSync(file).size : null)

function node() {
  const problem = nodeVersionProblem(process.versions.node)
  const fields = { version: process.versions.node, path: process.execPath }
  return problem ? entry('Node', 'wrong version', { ...fields, remedy: problem }) : entry('Node', 'there', fields)
}

function npmPackages(context) {
  const done = details('npm-packages', context)
  const path = context.paths.nodeModules
  if (done) return entry('npm packages', 'there', { path, detail: done.summary })
  const detail = existsSync(path) ? 'not what package-lock.json asks for, or not installed to the end' : null
  return entry('npm packages', existsSync(path) ? 'wrong version' : 'missing', { path, detail, remedy: runSetup })
}

async function electron(context) {
  const { version: wanted } = readPins(context.paths, 'electron')
  const path = electronPath(context)
  if (!existsSync(path)) return entry('Electron', 'missing', { version: wanted, path, remedy: runSetup })
  const result = await runCommand(path, ['-p', 'process.versions.electron'], { env: { ...context.env, ELECTRON_RUN_AS_NODE: '1' } })
  const fields = { path, sizeBytes: sizeOf(path) }
  if (result.code !== 0) return entry('Electron', 'missing', { ...fields, detail: 'it does not start', remedy: 'see System packages' })
  const version = result.output.trim()
  if (version !== wanted) return entry('Electron', 'wrong version', { ...fields, version, detail: `${wanted} is tested`, remedy: runSetup })
  return finished('Electron', 'electron', context, { ...fields, version })
}

async function tensorflow(context) {
  const path = join(context.paths.tensorflow, 'lib')
  const library = join(path, 'libtensorflow_cc.so.2')
  const done = details('tensorflow', context)
  if (!tensorflowRoute(context.machine).route.startsWith('wheel-')) {
    return entry('TensorFlow', done ? 'there' : 'missing', { detail: done?.summary ?? null, remedy: done ? null : runSetup })
  }
  if (!existsSync(library)) return entry('TensorFlow', 'missing', { path, remedy: runSetup })
  return finished('TensorFlow', 'tensorflow', context, { version: done?.version ?? null, path, sizeBytes: sizeOf(library) })
}

async function binding(context) {
  const path = context.paths.tfjsBinding
  if (!existsSync(path)) return entry('TensorFlow binding', 'missing', { path, remedy: runSetup })
  const done = details('binding', context)
  return finished('TensorFlow binding', 'binding', context, { version: done?.tensorflow ?? null, path, sizeBytes: sizeOf(path) })
}

function builtInData(context) {
  const path = join(context.paths.data, 'mnist-digits.bin')
  if (!existsSync(path)) return entry('Built-in digits', 'missing', { path, remedy: runSetup })
  return finished('Built-in digits', 'built-in-data', context, { path, sizeBytes: sizeOf(path) })
}

/** Only two built-in pairs need them. */
const opticalDigits = (context) => optional('Optical digits', 'optical-digits', context, join(context.paths.data, 'optical-digits.bin'))

/** Only the network of that name needs them. */
const efficientnetWeights = (context) =>
  optional('EfficientNet-Lite0', 'efficientnet-lite0', context, join(context.paths.data, 'efficientnet-lite0', 'weights.bin'))

/** What most of the lab does without, so that its absence is worth a word and nothing more. */
function optional(component, id, context, path) {
  if (existsSync(path)) return finished(component, id, context, { path, sizeBytes: sizeOf(path) })
  const detail = details(id, context)?.summary ?? 'not fetched yet'
  return entry(component, 'note', { path, detail, remedy: `to fetch it: npm run setup -- --again ${id}` })
}

/** There and finished by set-up, or there but left unfinished or laid by something else. */
function finished(component, id, context, fields) {
  const done = details(id, context)
  if (done) return entry(component, 'there', { ...fields, detail: done.summary })
  return entry(component, 'wrong version', { ...fields, detail: 'not finished by set-up, or from other pins', remedy: runSetup })
}

async function system(context) {
  if (context.machine.platform !== 'linux') return []
  const missing = await findMissing({ ...context, tensorflowThere: true })
  const pip = await findPip(context)
  const compiler = findProgram('g++', context)
  const command = `${context.machine.root ? '' : 'sudo '}apt-get install -y ${missing.map((each) => each.package).join(' ')}`
  const libraries =
    missing.length === 0
      ? entry('System packages', 'there')
      : entry('System packages', 'missing', { detail: missing.map((each) => each.package).join(', '), remedy: `install them: ${command}` })
  const pipEntry = pip
    ? entry('pip', 'there', { version: pip[2], path: findProgram(pip[0], context) })
    : entry('pip', 'note', { detail: 'not found; needed only to fetch TensorFlow' })
  return [
    libraries,
    pipEntry,
    compiler ? entry('g++', 'there', { path: compiler }) : entry('g++', 'missing', { remedy: 'install the package g++' }),
  ]
}

function gpu(context) {
  const { route, reason } = tensorflowRoute(context.machine)
  const done = details('binding', context)
  const actual = done?.gpu ? 'computes on the GPU' : 'computes on the CPU'
  const provided = details('tensorflow', context)
  const unprovided = provided !== null && provided.route !== route
  const fallback = unprovided ? provided.reason : done?.reason
  const retry = fallback ? `to try the GPU again: npm run setup -- --again ${unprovided ? 'tensorflow' : 'binding'}` : null
  return entry('GPU', 'note', { detail: `${actual}: ${fallback ?? reason}`, remedy: retry })
}

function display(context) {
  const decision = displayDecision(context.machine)
  if (decision.window) return entry('Display', 'there', { path: context.machine.display || context.machine.waylandDisplay || null })
  const lent = findProgram('xvfb-run', context) ? 'tests use a virtual one' : 'tests need xvfb'
  return entry('Display', 'note', { detail: `${decision.reason}: npm start runs the demonstration without a window; ${lent}` })
}

function sandbox(context) {
  const { notice } = sandboxDecision(context.machine)
  return entry('Electron sandbox', notice ? 'note' : 'there', { detail: notice })
}

async function disk(context) {
  const { bytes } = await freeSpace(context.paths.runtime)
  return entry('Free disk space', 'note', { path: context.paths.root, sizeBytes: bytes, detail: `${formatBytes(bytes)} free` })
}

/** Whether the app can be built and run: nothing is missing or of a wrong version. */
export const isComplete = (components) => components.every(({ state }) => state === 'there' || state === 'note')

/** The version in package.json. */
export const projectVersion = ({ paths }) => JSON.parse(readFileSync(join(paths.root, 'package.json'), 'utf8')).version
