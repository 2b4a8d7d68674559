/** NumPy's .npy files of float32 [N,D] arrays, so that features and layouts travel to and from other tools. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { endianness } from 'node:os'
import { AppError } from '@shared/contract/failure'
import type { FeatureMatrix } from './feature-matrix'

const MAGIC = '\x93NUMPY'

/** Reads a little-endian float32 C-order array of rank 2. Throws `not-found`, or `invalid-input` that says what the file holds instead. */
export async function readNpy(path: string): Promise<FeatureMatrix> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT'
      ? new AppError('not-found', `There is no file ${path}.`, 'Check the path.', 'features')
      : new AppError('invalid-input', `${path} could not be read: ${error.message}.`, 'Check that it is a file you may read.', 'features')
  })
  return parseNpy(bytes, path)
}

/** Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3. `name` appears in errors. */
export function parseNpy(bytes: Uint8Array, name: string): FeatureMatrix {
  const refuse = (what: string, hint: string): never => {
    throw new AppError('invalid-input', `${name} ${what}.`, hint, 'features')
  }
  const save = "Save the array with numpy.save(path, numpy.ascontiguousarray(x, dtype='<f4'))."
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 10 || String.fromCharCode(...bytes.subarray(0, 6)) !== MAGIC) refuse('is not a .npy file', save)
  const version = bytes[6]
  if (version < 1 || version > 3) refuse(`is a .npy file of unknown version ${version}`, save)
  const lengthBytes = version === 1 ? 2 : 4
  if (bytes.length < 8 + lengthBytes) refuse('ends inside its header', 'Copy or save the file again.')
  const start = 8 + lengthBytes + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true))
  if (bytes.length < start) refuse('ends inside its header', 'Copy or save the file again.')
  const header = new TextDecoder().decode(bytes.subarray(8 + lengthBytes, start))
  const dtype = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1]
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1]
  const shapeText = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(header)?.[1]
  if (order === undefined || shapeText === undefined) return refuse('has a header that cannot be read', save)
  if (dtype !== '<f4') refuse(`holds ${dtype === undefined ? 'records' : `values of type ${dtype}`}, not float32 (<f4)`, save)
  if (order === 'True') refuse('is stored column by column (Fortran order)', save)
  const shape = shapeText
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => Number.parseInt(part, 10))
  if (shape.length !== 2) refuse(`has ${shape.length} axes [${shape.join(', ')}] where 2 are needed: points and features`, save)
  const [count, dimensions] = shape
  const values = count * dimensions
  if (bytes.length < start + 4 * values) {
    refuse(
      `is cut off: [${count}, ${dimensions}] needs ${start + 4 * values} bytes, there are ${bytes.length}`,
      'Copy or save the file again.',
    )
  }
  const features = new Float32Array(values)
  if (endianness() === 'LE') new Uint8Array(features.buffer).set(bytes.subarray(start, start + 4 * values))
  else for (let i = 0; i < values; i++) features[i] = view.getFloat32(start + 4 * i, true)
  return { features, count, dimensions }
}

/** Version 1.0, little-endian float32, C order, header padded to 64 bytes as NumPy does. */
export function formatNpy({ features, count, dimensions }: FeatureMatrix): Uint8Array {
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${count}, ${dimensions}), }`
  const length = Math.ceil((10 + description.length + 1) / 64) * 64
  const bytes = new Uint8Array(length + 4 * features.length)
  const view = new DataView(bytes.buffer)
  const text = MAGIC + String.fromCharCode(1, 0)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  view.setUint16(8, length - 10, true)
  bytes.set(new TextEncoder().encode(`${description.padEnd(length - 11)}\n`), 10)
  for (let i = 0; i < features.length; i++) view.setFloat32(length + 4 * i, features[i], true)
  return bytes
}

/** Writes beside the target and renames, so that a reader never meets half a file. */
export async function writeNpy(path: string, matrix: FeatureMatrix): Promise<void> {
  const partial = `${path}.partial`
  try {
    await writeFile(partial, formatNpy(matrix))
    await rename(partial, path)
  } catch (error) {
    // The first error says why; that there was nothing to clear away does not matter.
    await rm(partial, { force: true }).catch(() => undefined)
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC')
      throw new AppError('no-space', `${path} could not be written: the disk is full.`, 'Free some space and try again.', 'out')
    throw new AppError(
      'invalid-input',
      `${path} could not be written: ${message}.`,
      'Choose a folder that exists and that you may write to.',
      'out',
    )
  }
}
