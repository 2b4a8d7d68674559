/** TensorFlow's two C libraries and its headers in `.runtime/tensorflow`, taken out of the pinned Python wheel. */
import { existsSync, statSync } from 'node:fs'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { partialName, removeLeftovers, replaceDirectory } from '../atomic.mjs'
import { requireSpace } from '../disk-space.mjs'
import { isCached } from '../download.mjs'
import { readPins } from '../pins.mjs'
import { tensorflowRoute } from '../platform.mjs'
import { formatBytes } from '../progress.mjs'
import { SetupProblem } from '../setup-problem.mjs'
import { obtainWheel } from '../wheel.mjs'
import { unpackZip } from '../zip.mjs'

export const tensorflowLibraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']
const cudaBytes = { project: 4.2e9, downloads: 2.5e9 }

export const tensorflow = {
  id: 'tensorflow',
  title: 'TensorFlow',
  needs: ({ paths }) => [
    { folder: paths.root, bytes: 850e6 },
    { folder: paths.downloads, bytes: 220e6 },
  ],
  inputs: ({ paths, machine }) => ({ pins: readPins(paths, 'tensorflow'), route: tensorflowRoute(machine).route }),
  present: ({ paths }, { sizes }) =>
    Object.entries(sizes).every(([name, bytes]) => {
      const file = join(paths.tensorflow, 'lib', name)
      return existsSync(file) && statSync(file).size === bytes
    }),
  run: provideTensorflow,
}

/** Whether the wheels of a route are all in the cache, so that no pip is needed. */
export const wheelsCached = ({ paths, machine }) => {
  const wheels = wheelsOf(readPins(paths, 'tensorflow'), tensorflowRoute(machine).route)
  return wheels.every((wheel) => isCached(paths.downloads, wheel))
}

function wheelsOf(pins, route) {
  if (route === 'wheel-cuda') return pins.cuda
  return route === 'wheel-cpu' ? pins.cpu : []
}

async function provideTensorflow(context) {
  const { machine, report } = context
  const pins = readPins(context.paths, 'tensorflow')
  const wanted = tensorflowRoute(machine)
  if (!wanted.route.startsWith('wheel-')) {
    return { ...wanted, summary: `left to tfjs-node's own installer: ${wanted.reason}`, version: pins.tfjsNode.version, sizes: {} }
  }
  if (wanted.route === 'wheel-cuda') {
    try {
      await requireSpace(
        [
          { folder: context.paths.root, bytes: cudaBytes.project },
          { folder: context.paths.downloads, bytes: cudaBytes.downloads },
        ],
        context,
      )
      return withWords(await unpackWheels(context, pins.cuda), { pins, ...wanted })
    } catch (error) {
      if (!(error instanceof SetupProblem)) throw error
      report.note(`no GPU support: ${error.what}; going on with the CPU`)
      const reason = `the CUDA route failed: ${error.what}`
      return withWords(await unpackWheels(context, pins.cpu), { pins, route: 'wheel-cpu', reason })
    }
  }
  return withWords(await unpackWheels(context, pins.cpu), { pins, ...wanted })
}

const withWords = (sizes, { pins, route, reason }) => ({
  summary: `${pins.version} for the ${route === 'wheel-cuda' ? 'GPU' : 'CPU'}: ${reason}`,
  version: pins.version,
  route,
  reason,
  sizes,
})

/** Fetches what the cache lacks and unpacks libraries and headers; returns the sizes of the libraries in bytes. */
async function unpackWheels(context, wheels) {
  const { paths, report } = context
  const files = []
  for (const wheel of wheels) files.push(await obtainWheel(context, wheel, noPip(context.machine)))
  removeLeftovers(paths.tensorflow)
  const unpacked = partialName(paths.tensorflow)
  await mkdir(unpacked, { recursive: true })
  try {
    for (const [index, file] of files.entries()) {
      const label = `unpacking ${wheels[index].name}${files.length > 1 ? ` (${index + 1} of ${files.length})` : ''}`
      const onBytes = (done, total) => report.update(`${label}: ${formatBytes(done)} of ${formatBytes(total)}`)
      await unpackZip({ file, folder: unpacked, select: selectFromWheel, onBytes })
    }
    // cuDNN looks for NVRTC in ../../nvrtc/lib, while the wheel calls the folder cuda_nvrtc.
    if (existsSync(join(unpacked, 'nvidia', 'cuda_nvrtc'))) await symlink('cuda_nvrtc', join(unpacked, 'nvidia', 'nvrtc'))
    await replaceDirectory(unpacked, paths.tensorflow)
  } finally {
    await rm(unpacked, { recursive: true, force: true })
  }
  return Object.fromEntries(tensorflowLibraries.map((name) => [name, statSync(join(paths.tensorflow, 'lib', name)).size]))
}

/**
 * Where a wheel's entry goes: the two libraries to `lib`, the headers to `include`, licences to `licences`; NVIDIA's wheels keep their tree,
 * because TensorFlow's libraries look for them in `../nvidia` beside their own folder.
 */
export function selectFromWheel(name) {
  const library = tensorflowLibraries.find((each) => name === `tensorflow/${each}`)
  if (library) return `lib/${library}`
  if (name.startsWith('tensorflow/include/')) return name.slice('tensorflow/'.length)
  const licence = /^([^/]+)\.dist-info\/(.*license.*)$/i.exec(name)
  if (licence) return `licences/${licence[1]}/${licence[2]}`
  return /^nvidia\/.*(\.so(\.\d+)*|\.bc)$/.test(name) ? name : null
}

/** What to say where no pip answers. */
export const noPip = ({ debian, root }) => [
  'pip, which fetches TensorFlow, was not found',
  debian
    ? `install it with: ${root ? '' : 'sudo '}apt-get install -y python3-pip, and run the command again`
    : 'install Python 3 with pip and run the command again',
]
