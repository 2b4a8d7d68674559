/** Keeps decoded images on disk by what is in the file, so that a second import, or one that was stopped, decodes nothing twice. */
import { randomUUID } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { AppError } from '@shared/contract/failure'
import type { ImageSettings } from '@shared/domain/dataset'
import { z } from 'zod'
import { type DecodedImage, decoderVersion } from './decode-image'
import { errorCode } from './scan-folder'
import { createTimeSlices } from './time-slices'

/** What decoding a file came to: an image, or the reason why there is none. */
export type DecodeOutcome = { readonly image: DecodedImage } | { readonly reason: string }

export interface DecodeCache {
  /** `fileHash`: sha256 of the file's bytes. Undefined when it was never decoded with these settings, or its row is damaged. */
  get(fileHash: string): DecodeOutcome | undefined
  /** Remembers an outcome; it reaches the disk with the next flush, which happens by itself every few megabytes. */
  put(fileHash: string, outcome: DecodeOutcome): Promise<void>
  /** Writes what is still held and closes all files. */
  close(): Promise<void>
}

/** One line of an index. A row is trusted when the pack is long enough to hold it and its checksum agrees. */
const IndexLine = z.union([
  z.object({
    file: z.string(),
    row: z.number().int().nonnegative(),
    crc: z.number(),
    width: z.number(),
    height: z.number(),
    content: z.string(),
  }),
  z.object({ file: z.string(), reason: z.string() }),
])
type IndexLine = z.infer<typeof IndexLine>
type Located = { readonly line: IndexLine; readonly pack: number }

const flushBytes = 4 * 1024 * 1024

/**
 * Segments lie in `<cacheFolder>/decoded/<settings>/`: `<segment>.bin` holds rows of [imageSize, imageSize, 3] bytes,
 * `<segment>.idx` one JSON line each. Every opening appends to a segment of its own, so processes never write to the same file.
 */
export async function openDecodeCache(cacheFolder: string, settings: ImageSettings): Promise<DecodeCache> {
  const folder = join(cacheFolder, 'decoded', `v${decoderVersion}-${settings.imageSize}px`)
  const rowBytes = settings.imageSize * settings.imageSize * 3
  const known = new Map<string, Located>()
  const packs: number[] = []
  for (const segment of await listSegments(folder)) await loadSegment(join(folder, segment), { rowBytes, known, packs })
  const pending = new Map<string, DecodeOutcome>()
  let writer: SegmentWriter | null = null
  let pendingBytes = 0

  const flush = async (): Promise<void> => {
    if (pending.size === 0) return
    try {
      writer ??= await openSegment(folder)
      await writeSegment(writer, pending)
    } catch (error) {
      throw cacheWriteError(error, cacheFolder)
    } finally {
      // After a failure too: closing must not write the same rows once more behind half-written ones.
      pending.clear()
      pendingBytes = 0
    }
  }
  return {
    get(fileHash) {
      const held = pending.get(fileHash)
      if (held) return held
      const located = known.get(fileHash)
      return located && readOutcome(located, rowBytes)
    },
    async put(fileHash, outcome) {
      pending.set(fileHash, outcome)
      pendingBytes += 'image' in outcome ? rowBytes : 0
      if (pendingBytes >= flushBytes) await flush()
    },
    async close() {
      try {
        await flush()
      } finally {
        for (const pack of packs) closeSync(pack)
        await writer?.bin.close()
        await writer?.idx.close()
      }
    },
  }
}

async function listSegments(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder)
    return names.filter((name) => name.endsWith('.idx')).map((name) => name.slice(0, -'.idx'.length))
  } catch {
    return []
  }
}

interface Contents {
  readonly rowBytes: number
  readonly known: Map<string, Located>
  readonly packs: number[]
}

async function loadSegment(path: string, { rowBytes, known, packs }: Contents): Promise<void> {
  let pack: number
  let text: string
  try {
    text = await readFile(`${path}.idx`, 'utf8')
    pack = openSync(`${path}.bin`, 'r')
  } catch {
    return
  }
  const rows = Math.floor(fstatSync(pack).size / rowBytes)
  packs.push(pack)
  const slices = createTimeSlices()
  for (const row of text.split('\n')) {
    await slices.next()
    const line = parseLine(row)
    if (line && ('reason' in line || line.row < rows)) known.set(line.file, { line, pack })
  }
}

/** A line that was being written when the process died is not JSON, or lacks fields. */
function parseLine(text: string): IndexLine | null {
  try {
    return IndexLine.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Synchronous: a row from the page cache takes microseconds, a trip through the thread pool twenty times as long. */
function readOutcome({ line, pack }: Located, rowBytes: number): DecodeOutcome | undefined {
  if ('reason' in line) return { reason: line.reason }
  const pixels = new Uint8Array(rowBytes)
  const read = readSync(pack, pixels, 0, rowBytes, line.row * rowBytes)
  if (read !== rowBytes || crc32(pixels) !== line.crc) return undefined
  return { image: { pixels, width: line.width, height: line.height, contentHash: line.content } }
}

interface SegmentWriter {
  readonly bin: FileHandle
  readonly idx: FileHandle
  rows: number
}

async function openSegment(folder: string): Promise<SegmentWriter> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, randomUUID())
  return { bin: await open(`${path}.bin`, 'ax'), idx: await open(`${path}.idx`, 'ax'), rows: 0 }
}

/** Rows first, then the lines that point at them. */
async function writeSegment(writer: SegmentWriter, pending: ReadonlyMap<string, DecodeOutcome>): Promise<void> {
  const rows: Uint8Array[] = []
  const lines: IndexLine[] = []
  for (const [file, outcome] of pending) {
    if ('reason' in outcome) {
      lines.push({ file, reason: outcome.reason })
      continue
    }
    const { pixels, width, height, contentHash } = outcome.image
    lines.push({ file, row: writer.rows + rows.length, crc: crc32(pixels), width, height, content: contentHash })
    rows.push(pixels)
  }
  await writer.bin.appendFile(Buffer.concat(rows))
  writer.rows += rows.length
  await writer.idx.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

function cacheWriteError(error: unknown, cacheFolder: string): AppError {
  const code = errorCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'no-space',
      `The disk is full: decoded images could not be kept in ${cacheFolder}.`,
      'Free some space and import again.',
    )
  }
  return new AppError(
    'invalid-input',
    `Decoded images could not be kept in ${cacheFolder} (${code}).`,
    'Make the folder writable, or choose another one.',
    cacheFolder,
  )
}
