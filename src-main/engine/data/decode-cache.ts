/** Keeps decoded images on disk by what is in the file, so that a second import, or one that was stopped, decodes nothing twice. */
import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { type DecodedImage, type DecodeSettings, decoderVersion } from './decode-image'
import { errorCode } from './fs-errors'
import { type PackRow, readPackRow } from './pack-files'
import { createTimeSlices } from './time-slices'

/** What decoding a file came to: an image, or the reason why there is none. */
export type DecodeOutcome = { readonly image: DecodedImage } | { readonly reason: string }

/** An outcome that is kept, with the place its pixels can be read from. */
export type KeptOutcome = { readonly image: DecodedImage; readonly place: PackRow } | { readonly reason: string }

export interface DecodeCache {
  /** `fileHash`: sha256 of the file's bytes. Undefined when it was never decoded with these settings, or its row is damaged. */
  get(fileHash: string): KeptOutcome | undefined
  /** Remembers an outcome; it reaches the disk with the next flush, which happens by itself every few megabytes. To be awaited before the next. */
  put(fileHash: string, outcome: DecodeOutcome): Promise<KeptOutcome>
  /** Writes what is still held and closes all files; every place given out can be read from now on. */
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
    channels: z.number(),
    content: z.string(),
  }),
  z.object({ file: z.string(), reason: z.string() }),
])
type IndexLine = z.infer<typeof IndexLine>
type Located = { readonly line: IndexLine; readonly pack: string }

const flushBytes = 4 * 1024 * 1024

/** What is to be written: rows side by side in memory that is used again, so that images need not outlive their import. */
interface Pack {
  readonly rows: Uint8Array
  readonly entries: Map<string, IndexLine>
  /** Rows of the segment that were written before. */
  written: number
  held: number
}

/**
 * Segments lie in `<cacheFolder>/decoded/<settings>/`: `<segment>.bin` holds rows of [imageSize, imageSize, 3] bytes,
 * `<segment>.idx` one JSON line each. Every opening appends to a segment of its own, so processes never write to the same file.
 */
export async function openDecodeCache(cacheFolder: string, settings: DecodeSettings): Promise<DecodeCache> {
  const folder = join(cacheFolder, 'decoded', `v${decoderVersion}-${settings.imageSize}px${cropName(settings.crop)}`)
  const rowBytes = settings.imageSize * settings.imageSize * 3
  const known = new Map<string, Located>()
  for (const segment of await listSegments(folder)) await loadSegment(join(folder, segment), { rowBytes, known })
  const segment = join(folder, randomUUID())
  const packName = `${segment}.bin`
  let pack: Pack | null = null
  let writer: SegmentWriter | null = null

  const held = (fileHash: string): KeptOutcome | undefined => {
    const line = pack?.entries.get(fileHash)
    if (pack === null || line === undefined) return undefined
    if ('reason' in line) return { reason: line.reason }
    const at = (line.row - pack.written) * rowBytes
    return toOutcome(line, pack.rows.slice(at, at + rowBytes), packName)
  }
  const flush = async (): Promise<void> => {
    if (pack === null || pack.entries.size === 0) return
    try {
      writer ??= await openSegment(segment)
      await writeSegment(writer, pack.rows.subarray(0, pack.held * rowBytes), pack.entries)
    } catch (error) {
      throw cacheWriteError(error, cacheFolder)
    } finally {
      // After a failure too: closing must not write the same rows once more behind half-written ones.
      pack.entries.clear()
      pack.written += pack.held
      pack.held = 0
    }
  }
  return {
    get(fileHash) {
      const located = known.get(fileHash)
      return held(fileHash) ?? (located && readOutcome(located, rowBytes))
    },
    async put(fileHash, outcome) {
      const already = held(fileHash)
      if (already) return already
      const capacity = Math.max(1, Math.floor(flushBytes / rowBytes))
      pack ??= { rows: new Uint8Array(capacity * rowBytes), entries: new Map(), written: 0, held: 0 }
      if ('reason' in outcome) {
        pack.entries.set(fileHash, { file: fileHash, reason: outcome.reason })
        return outcome
      }
      const { pixels, width, height, channels, contentHash: content } = outcome.image
      const row = pack.written + pack.held
      pack.rows.set(pixels, pack.held * rowBytes)
      pack.held += 1
      pack.entries.set(fileHash, { file: fileHash, row, crc: crc32(pixels), width, height, channels, content })
      if (pack.held === capacity) await flush()
      return { ...outcome, place: { pack: packName, row } }
    },
    async close() {
      try {
        await flush()
      } finally {
        await writer?.bin.close()
        await writer?.idx.close()
      }
    },
  }
}

function cropName(crop: DecodeSettings['crop']): string {
  return crop ? `-crop-${[crop.left, crop.top, crop.right, crop.bottom].join('-')}` : ''
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
}

async function loadSegment(path: string, { rowBytes, known }: Contents): Promise<void> {
  let bytes: number
  let text: string
  try {
    text = await readFile(`${path}.idx`, 'utf8')
    bytes = (await stat(`${path}.bin`)).size
  } catch {
    return
  }
  const rows = Math.floor(bytes / rowBytes)
  const slices = createTimeSlices()
  for (const row of text.split('\n')) {
    await slices.next()
    const line = parseLine(row)
    if (line && ('reason' in line || line.row < rows)) known.set(line.file, { line, pack: `${path}.bin` })
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

function readOutcome({ line, pack }: Located, rowBytes: number): KeptOutcome | undefined {
  if ('reason' in line) return { reason: line.reason }
  const pixels = new Uint8Array(rowBytes)
  try {
    readPackRow({ pack, row: line.row }, pixels)
  } catch {
    return undefined
  }
  return crc32(pixels) === line.crc ? toOutcome(line, pixels, pack) : undefined
}

function toOutcome(line: Extract<IndexLine, { row: number }>, pixels: Uint8Array, pack: string): KeptOutcome {
  const { row, width, height, channels, content: contentHash } = line
  return { image: { pixels, width, height, channels, contentHash }, place: { pack, row } }
}

interface SegmentWriter {
  readonly bin: FileHandle
  readonly idx: FileHandle
}

async function openSegment(path: string): Promise<SegmentWriter> {
  await mkdir(dirname(path), { recursive: true })
  return { bin: await open(`${path}.bin`, 'ax'), idx: await open(`${path}.idx`, 'ax') }
}

/** Rows first, then the lines that point at them. */
async function writeSegment({ bin, idx }: SegmentWriter, rows: Uint8Array, entries: ReadonlyMap<string, IndexLine>): Promise<void> {
  await bin.appendFile(rows)
  await idx.appendFile([...entries.values()].map((line) => `${JSON.stringify(line)}\n`).join(''))
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
