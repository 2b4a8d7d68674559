/** Named arrays on disk: one binary file and a JSON index a person can read. Used for checkpoints and models. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { syncFolder } from './atomic-file'
import { readJson } from './run-folder'

export interface NamedArray {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array | Int32Array
}

const Index = z.object({
  format: z.literal('shiftlab-tensors-1'),
  meta: z.record(z.string(), z.unknown()),
  sha256: z.string(),
  tensors: z.array(
    z.object({
      name: z.string(),
      dtype: z.enum(['float32', 'int32']),
      shape: z.array(z.number().int()),
      offsetBytes: z.number().int(),
      count: z.number().int(),
    }),
  ),
})

/** Writes `weights.bin` and `index.json` to a temporary folder, flushes them and renames it to `folder`, replacing an older one. */
export async function writeTensorFolder(
  folder: string,
  arrays: readonly NamedArray[],
  meta: Readonly<Record<string, unknown>>,
): Promise<void> {
  const temporary = join(dirname(folder), `.${basename(folder)}.${process.pid}.tmp`)
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary, { recursive: true })
  let offsetBytes = 0
  const tensors = arrays.map(({ name, shape, data }) => {
    const entry = {
      name,
      dtype: data instanceof Int32Array ? ('int32' as const) : ('float32' as const),
      shape: [...shape],
      offsetBytes,
      count: data.length,
    }
    offsetBytes += data.byteLength
    return entry
  })
  const bytes = Buffer.concat(arrays.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)))
  const index: z.infer<typeof Index> = { format: 'shiftlab-tensors-1', meta: { ...meta }, sha256: sha256Of(bytes), tensors }
  await writeFlushed(join(temporary, 'weights.bin'), bytes)
  await writeFlushed(join(temporary, 'index.json'), `${JSON.stringify(index, null, 2)}\n`)
  await rm(folder, { recursive: true, force: true })
  await rename(temporary, folder)
  await syncFolder(dirname(folder))
}

/** What a tensor folder holds. */
export interface TensorFolder {
  readonly arrays: NamedArray[]
  readonly meta: Record<string, unknown>
}

/** Reads a tensor folder; null when it does not exist. Throws `invalid-input` when it is damaged. */
export async function readTensorFolder(folder: string): Promise<TensorFolder | null> {
  const index = await readJson(join(folder, 'index.json'), Index)
  if (index === null) return null
  return toTensorFolder(index, await readFile(join(folder, 'weights.bin')), {
    folder,
    hint: 'Remove this checkpoint folder; the run resumes from the one before it.',
  })
}

/** The same at once, for weights that a network is built from; `hint`: how damaged ones are mended. */
export function readTensorFolderSync(folder: string, hint: string): TensorFolder | null {
  const [indexFile, weightsFile] = [join(folder, 'index.json'), join(folder, 'weights.bin')]
  if (!existsSync(indexFile) || !existsSync(weightsFile)) return null
  const index = Index.safeParse(parseJson(readFileSync(indexFile, 'utf8')))
  if (!index.success) throw damaged(folder, 'index.json cannot be read', hint)
  return toTensorFolder(index.data, readFileSync(weightsFile), { folder, hint })
}

function toTensorFolder(
  index: z.infer<typeof Index>,
  bytes: Buffer,
  { folder, hint }: { readonly folder: string; readonly hint: string },
): TensorFolder {
  if (sha256Of(bytes) !== index.sha256) throw damaged(folder, 'its weights do not match their checksum', hint)
  const arrays = index.tensors.map(({ name, dtype, shape, offsetBytes, count }) => {
    const slice = bytes.buffer.slice(bytes.byteOffset + offsetBytes, bytes.byteOffset + offsetBytes + count * 4)
    return { name, shape, data: dtype === 'int32' ? new Int32Array(slice) : new Float32Array(slice) }
  })
  return { arrays, meta: index.meta }
}

function damaged(folder: string, why: string, hint: string): AppError {
  return new AppError('invalid-input', `${folder} is damaged: ${why}.`, hint, folder)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function writeFlushed(path: string, data: string | Uint8Array): Promise<void> {
  await writeFile(path, data)
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
