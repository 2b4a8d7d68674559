/** Unpacks a bundle that may come from anywhere: every file must be listed, within the folder, and the bytes that were packed. */
import { createReadStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { AppError } from '@shared/contract/failure'
import { ReplayManifest } from '@shared/domain/replay'
import { extract } from 'tar-stream'
import { bundleManifestFile, sha256 } from './write-bundle'

export interface ReadBundle {
  readonly manifest: ReplayManifest
  readonly bundleSha256: string
}

/** Throws `not-found`, or `invalid-input` that names the file which is damaged, missing, or not part of the bundle. */
export async function readBundle(path: string, into: string): Promise<ReadBundle> {
  const seen = new Set<string>()
  let read: ReadBundle | null = null
  const unpack = async (entries: AsyncIterable<Entry>): Promise<void> => {
    for await (const entry of entries) {
      const { name, type } = entry.header
      const bytes = await bytesOf(entry)
      if (read === null) {
        read = readManifest(path, name, bytes)
        continue
      }
      const listed = read.manifest.files.find(({ file }) => file === name)
      if (listed === undefined || type !== 'file' || leavesFolder(name)) throw tampered(path, `${name} is not part of it`)
      if (bytes.length !== listed.bytes || sha256(bytes) !== listed.sha256) throw tampered(path, `${name} is not the file that was packed`)
      seen.add(name)
      await mkdir(dirname(join(into, name)), { recursive: true })
      await writeFile(join(into, name), bytes)
    }
  }
  const reader = extract()
  const fed = pipeline(createReadStream(path), createGunzip(), reader)
  const [unpacked, streamed] = await Promise.allSettled([unpack(reader as AsyncIterable<Entry>), fed])
  // What is wrong with a file says more than that the stream ended early because of it.
  if (unpacked.status === 'rejected' && unpacked.reason instanceof AppError) throw unpacked.reason
  for (const one of [streamed, unpacked]) if (one.status === 'rejected') throw asFailure(one.reason, path)
  const found = read as ReadBundle | null
  if (found === null) throw tampered(path, 'it is empty')
  const missing = found.manifest.files.find(({ file }) => !seen.has(file))
  if (missing !== undefined) throw tampered(path, `${missing.file} is missing`)
  return found
}

interface Entry extends AsyncIterable<Buffer> {
  readonly header: { readonly name: string; readonly type?: string | null }
}

async function bytesOf(entry: Entry): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of entry) parts.push(part)
  return Buffer.concat(parts)
}

function readManifest(path: string, name: string, bytes: Buffer): ReadBundle {
  const value: unknown = name === bundleManifestFile ? JSON.parse(bytes.toString('utf8')) : null
  const parsed = ReplayManifest.safeParse(value)
  if (!parsed.success) throw tampered(path, `its ${bundleManifestFile} is missing or does not fit this version of Shiftlab`)
  return { manifest: parsed.data, bundleSha256: sha256(bytes) }
}

function leavesFolder(name: string): boolean {
  return name.startsWith('/') || name.includes('\\') || normalize(name).startsWith('..')
}

function tampered(path: string, why: string): AppError {
  return new AppError('invalid-input', `The bundle ${path} cannot be trusted: ${why}.`, 'Ask for it again; nothing was run.', 'bundle')
}

function asFailure(error: unknown, path: string): unknown {
  if (error instanceof AppError) return error
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' && syscall === 'open')
    return new AppError('not-found', `There is no file ${path}.`, 'Give a file that lab bundle wrote.', 'bundle')
  if (syscall !== undefined) return error
  // What remains is the archive's own damage: a cut or altered compressed stream, or a header that is none.
  return tampered(path, 'its archive is damaged')
}
