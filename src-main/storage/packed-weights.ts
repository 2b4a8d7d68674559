/** Weights of a reduced model as bytes: floats or 8-bit codes, and of a tensor that is mostly zeros only the others and where they are. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { writeFileAtomic } from './atomic-file'
import { readJson } from './run-folder'

export interface WeightArray {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array | Int8Array
}

/** `sparse`: a bit for each entry, the first in the lowest bit, 1 where it is not zero; then those entries in their order. */
const Packing = z.enum(['dense', 'sparse'])

const Index = z.object({
  format: z.literal('shiftlab-weights-1'),
  sha256: z.string(),
  weights: z.array(
    z.object({
      name: z.string(),
      dtype: z.enum(['float32', 'int8']),
      shape: z.array(z.number().int().nonnegative()),
      packing: Packing,
      offsetBytes: z.number().int().nonnegative(),
      sizeBytes: z.number().int().nonnegative(),
    }),
  ),
})

/** Bytes that the weights take in `weights.bin`. */
export function packedBytes(arrays: readonly WeightArray[]): number {
  return arrays.reduce((sum, array) => sum + pack(array).bytes.length, 0)
}

/** Writes `weights.bin` (little-endian) and `index.json` into `folder`. */
export async function writePackedWeights(folder: string, arrays: readonly WeightArray[]): Promise<void> {
  let offsetBytes = 0
  const packed = arrays.map((array) => {
    const { packing, bytes } = pack(array)
    const dtype = array.data instanceof Int8Array ? ('int8' as const) : ('float32' as const)
    const entry = { name: array.name, dtype, shape: [...array.shape], packing, offsetBytes, sizeBytes: bytes.length }
    offsetBytes += bytes.length
    return { entry, bytes }
  })
  const bytes = Buffer.concat(packed.map((one) => one.bytes))
  const index: z.infer<typeof Index> = { format: 'shiftlab-weights-1', sha256: sha256Of(bytes), weights: packed.map(({ entry }) => entry) }
  await writeFileAtomic(join(folder, 'weights.bin'), bytes)
  await writeFileAtomic(join(folder, 'index.json'), `${JSON.stringify(index, null, 2)}\n`)
}

/** Throws `not-found` where there is no model, `invalid-input` where it is damaged. */
export async function readPackedWeights(folder: string): Promise<WeightArray[]> {
  const index = await readJson(join(folder, 'index.json'), Index)
  const bytes = index === null ? null : await readFile(join(folder, 'weights.bin')).catch(() => null)
  if (index === null || bytes === null) {
    throw new AppError('not-found', `${folder} holds no weights.`, 'Reduce the model again, or restore the folder.', folder)
  }
  if (sha256Of(bytes) !== index.sha256) {
    throw new AppError(
      'invalid-input',
      `${folder} is damaged: its weights do not match their checksum.`,
      'Reduce the model again, or restore the folder from a copy.',
      folder,
    )
  }
  return index.weights.map(({ name, dtype, shape, packing, offsetBytes, sizeBytes }) => {
    const own = bytes.subarray(offsetBytes, offsetBytes + sizeBytes)
    const count = shape.reduce((product, side) => product * side, 1)
    return { name, shape, data: unpack(own, { dtype, packing, count }) }
  })
}

function pack({ data }: WeightArray): { readonly packing: z.infer<typeof Packing>; readonly bytes: Buffer } {
  const dense = bytesOf(data)
  const mask = Buffer.alloc(Math.ceil(data.length / 8))
  for (const [at, value] of data.entries()) if (value !== 0) mask[at >> 3] |= 1 << (at & 7)
  const sparse = Buffer.concat([mask, bytesOf(data.filter((value) => value !== 0))])
  return sparse.length < dense.length ? { packing: 'sparse', bytes: sparse } : { packing: 'dense', bytes: dense }
}

function unpack(
  bytes: Buffer,
  { dtype, packing, count }: { readonly dtype: 'float32' | 'int8'; readonly packing: z.infer<typeof Packing>; readonly count: number },
): WeightArray['data'] {
  const maskBytes = packing === 'sparse' ? Math.ceil(count / 8) : 0
  // Copied, since floats want an offset that is a multiple of four.
  const buffer = Uint8Array.from(bytes.subarray(maskBytes)).buffer
  const values = dtype === 'int8' ? new Int8Array(buffer) : new Float32Array(buffer)
  if (packing === 'dense') return values
  const all = dtype === 'int8' ? new Int8Array(count) : new Float32Array(count)
  let next = 0
  for (let at = 0; at < count; at++) if ((bytes[at >> 3] >> (at & 7)) & 1) all[at] = values[next++]
  return all
}

function bytesOf(data: WeightArray['data']): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength)
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
