/** The native binding between Node and TensorFlow: compiled here (Linux x64), or fetched by tfjs-node's own installer elsewhere. */
import { existsSync, lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { mkdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { partialName, removeLeftovers } from '../atomic.mjs'
import { findProgram, lastReason, runCommand } from '../command.mjs'
import { readPins } from '../pins.mjs'
import { tensorflowRoute } from '../platform.mjs'
import { SetupProblem } from '../setup-problem.mjs'
import { sha256, sha256OfFile } from '../sha256.mjs'
import { tensorflowLibraries } from './tensorflow.mjs'

const compileFlags = [
  ...['-std=c++17', '-O2', '-fPIC', '-shared'],
  ...['-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding', '-DBUILDING_NODE_EXTENSION'],
]
const libraryPath = '-Wl,-rpath,$ORIGIN/../../deps/lib'
const probeScript = fileURLToPath(new URL('../probe-binding.mjs', import.meta.url))

export const binding = {
  id: 'binding',
  title: 'TensorFlow binding',
  dependsOn: ['npm-packages', 'tensorflow'],
  needs: ({ paths }) => [{ folder: paths.root, bytes: 10e6 }],
  inputs: ({ paths, machine }) => ({
    packages: lockedVersions(paths, ['@tensorflow/tfjs-node-gpu', 'node-api-headers']),
    tensorflow: readPins(paths, 'tensorflow').version,
    route: tensorflowRoute(machine).route,
    compileFlags,
  }),
  present: ({ paths }, { sha256: digest, linked }) =>
    existsSync(paths.tfjsBinding) &&
    sha256(readFileSync(paths.tfjsBinding)) === digest &&
    (!linked || linksTo(paths.tfjsLibraries, libraryLink(paths))),
  run: provideBinding,
}

function lockedVersions({ packageLock }, names) {
  const { packages } = JSON.parse(readFileSync(packageLock, 'utf8'))
  return names.map((name) => packages[`node_modules/${name}`]?.integrity ?? null)
}

const libraryLink = (paths) => relative(dirname(paths.tfjsLibraries), join(paths.tensorflow, 'lib'))

function linksTo(link, target) {
  try {
    return lstatSync(link).isSymbolicLink() && readlinkSync(link) === target
  } catch {
    return false
  }
}

async function provideBinding(context) {
  const { paths, machine, report } = context
  const { route } = tensorflowRoute(machine)
  const linked = route.startsWith('wheel-')
  if (linked) await compile(context)
  else await runOwnInstaller(context, route)
  report.update('loading it once')
  const { tensorflow, gpu } = await probe(context)
  const details = { tensorflow, gpu, linked, sha256: await sha256OfFile(paths.tfjsBinding) }
  if (route.endsWith('cpu') || gpu) return { summary: `TensorFlow ${tensorflow} loads`, ...details }
  const reason = 'TensorFlow finds no usable GPU (the driver may be older than CUDA 12.2 wants)'
  report.note(`${reason}; going on with the CPU`)
  return { summary: `TensorFlow ${tensorflow} loads, on the CPU`, reason, ...details }
}

/** The message for a machine without a compiler. */
export const noCompiler = ({ debian, root }) => [
  'The compiler g++, which builds the TensorFlow binding, was not found',
  debian
    ? `install it with: ${root ? '' : 'sudo '}apt-get install -y g++, and run the command again`
    : 'install a C++ compiler that answers to g++ and run the command again',
]

async function compile({ paths, machine, env, report, log, client = runCommand, find = findProgram }) {
  if (find('g++', { env }) === null) throw new SetupProblem(...noCompiler(machine))
  const libraries = join(paths.tensorflow, 'lib')
  await link(libraryLink(paths), paths.tfjsLibraries)
  await mkdir(dirname(paths.tfjsBinding), { recursive: true })
  removeLeftovers(paths.tfjsBinding)
  const built = partialName(paths.tfjsBinding)
  report.update('compiling')
  const result = await client('g++', compileArguments({ paths, libraries, built }), { cwd: paths.tfjsNode, env, log })
  if (result.code !== 0) {
    await rm(built, { force: true })
    throw new SetupProblem(
      `The TensorFlow binding could not be compiled (${lastReason(result)})`,
      `see ${paths.log} and run the command again`,
    )
  }
  await rename(built, paths.tfjsBinding)
}

/** g++'s arguments; no shell is involved, so `$ORIGIN` reaches the linker as it stands. */
function compileArguments({ paths, libraries, built }) {
  return [
    ...compileFlags,
    `-I${join(paths.nodeModules, 'node-api-headers', 'include')}`,
    `-I${join(paths.tensorflow, 'include')}`,
    ...['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'],
    ...['-o', built, `-L${libraries}`],
    ...tensorflowLibraries.map((name) => `-l:${name}`),
    libraryPath,
  ]
}

/** A symbolic link that replaces whatever is there, by renaming a finished one over it. */
async function link(target, path) {
  if (linksTo(path, target)) return
  await mkdir(dirname(path), { recursive: true })
  const partial = partialName(path)
  await rm(partial, { recursive: true, force: true })
  await symlink(target, partial)
  if (existsSync(path) && !lstatSync(path).isSymbolicLink()) await rm(path, { recursive: true, force: true })
  await rename(partial, path)
}

async function runOwnInstaller({ paths, env, report, log, client = runCommand }, route) {
  const kind = route === 'tfjs-node-gpu' ? 'gpu' : 'cpu'
  report.update(`tfjs-node's own installer (${kind})`)
  const bin = join(paths.nodeModules, '.bin')
  const result = await client(process.execPath, ['scripts/install.js', kind, 'download'], {
    cwd: paths.tfjsNode,
    env: { ...env, PATH: `${bin}${process.platform === 'win32' ? ';' : ':'}${env.PATH ?? ''}` },
    log,
  })
  if (result.code === 0 && existsSync(paths.tfjsBinding)) return
  throw new SetupProblem(
    `tfjs-node's own installer did not provide TensorFlow (${lastReason(result)})`,
    `see ${paths.log}, check the network and run the command again`,
  )
}

/** Loads the binding in a process of its own, where a crash is only a message. */
async function probe({ paths, env, log, client = runCommand }) {
  const result = await client(process.execPath, [probeScript, paths.tfjsBinding], { env: { ...env, TF_CPP_MIN_LOG_LEVEL: '2' }, log })
  const answer = /^\{.*\}$/m.exec(result.output)
  if (result.code === 0 && answer) return JSON.parse(answer[0])
  if (result.signal === 'SIGILL' || /AVX|Illegal instruction/.test(result.output)) {
    throw new SetupProblem('TensorFlow cannot run on this processor, which lacks AVX', 'use a machine whose processor has AVX')
  }
  throw new SetupProblem(`The TensorFlow binding does not load (${lastReason(result)})`, `see ${paths.log} and run the command again`)
}
