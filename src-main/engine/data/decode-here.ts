/** Files through the decode cache by the calling thread: what it does not know is decoded a few files at a time, so that all cores have work. */
import { availableParallelism } from 'node:os'
import { hashInBackground } from './content-hash'
import type { DecodeCache, KeptOutcome } from './decode-cache'
import { type DecodedImage, type DecodeSettings, decodeImages, decodesTogether } from './decode-image'
import { prepareAhead } from './read-ahead'
import { throwIfAborted } from './time-slices'
import { UnreadableImage } from './unreadable-image'

export interface DecodedFile {
  readonly outcome: KeptOutcome
  /** Whether the outcome was remembered rather than decoded now. */
  readonly cached: boolean
}

export interface DecodingOptions {
  readonly cache: DecodeCache
  readonly settings: DecodeSettings
  readonly signal?: AbortSignal | undefined
}

/** Files that wait for one another at most; cached ones among them hold their pixels. */
const mostFiles = 16
/** With this many coded bytes for each core, decoding takes about ten milliseconds: other work of the process need not wait longer. */
const bytesPerCore = 640 * 1024
const cores = availableParallelism()

/** A file that was read, under the name that the cache knows it by. */
interface NamedFile {
  readonly bytes: Uint8Array
  readonly fileHash: string
}

const nameFile = async (bytes: Uint8Array): Promise<NamedFile> => ({ bytes, fileHash: await hashInBackground(bytes) })

/** One outcome a path, in order, as many together as were decoded together. Throws AppError `cancelled` and what the cache throws; a file that cannot be read is an outcome. */
export async function* decodeHere(paths: readonly string[], options: DecodingOptions): AsyncGenerator<readonly DecodedFile[]> {
  const { cache, settings, signal } = options
  let waiting: (DecodedFile | NamedFile)[] = []
  for (const reading of prepareAhead(paths, nameFile)) {
    waiting.push(await lookUp(reading, cache))
    if (canWait(waiting, settings)) {
      throwIfAborted(signal)
    } else {
      yield await decodeWaiting(waiting, options)
      waiting = []
    }
  }
  if (waiting.length > 0) yield await decodeWaiting(waiting, options)
}

async function lookUp(reading: Promise<NamedFile>, cache: DecodeCache): Promise<DecodedFile | NamedFile> {
  let file: NamedFile
  try {
    file = await reading
  } catch (error) {
    if (!(error instanceof UnreadableImage)) throw error
    return refusedByDisk(error.reason)
  }
  const known = cache.get(file.fileHash)
  return known ? { outcome: known, cached: true } : file
}

/** Whether waiting for more files makes the decoding of these faster. */
function canWait(waiting: readonly (DecodedFile | NamedFile)[], settings: DecodeSettings): boolean {
  const unknown = waiting.filter((file) => 'bytes' in file)
  if (unknown.length === 0 || waiting.length >= mostFiles) return false
  if (!unknown.every(({ bytes }) => decodesTogether(bytes, settings))) return false
  const bytes = unknown.reduce((sum, file) => sum + file.bytes.length, 0)
  return unknown.length < cores || bytes < cores * bytesPerCore
}

async function decodeWaiting(
  waiting: readonly (DecodedFile | NamedFile)[],
  { cache, settings }: DecodingOptions,
): Promise<readonly DecodedFile[]> {
  const unknown = waiting.filter((file) => 'bytes' in file)
  const decoded = await decodeImages(
    unknown.map(({ bytes }) => bytes),
    settings,
  )
  const kept = new Map<DecodedFile | NamedFile, DecodedFile>()
  for (const [at, file] of unknown.entries()) kept.set(file, await keep(cache, file.fileHash, decoded[at]))
  return waiting.map((file) => ('bytes' in file ? (kept.get(file) as DecodedFile) : file))
}

/** The disk's answer, not the content's: it may be another one next time, so it is not kept. */
export function refusedByDisk(reason: string): DecodedFile {
  return { outcome: { reason }, cached: false }
}

/** What decoding came to, kept under the file's name. */
export async function keep(cache: DecodeCache, fileHash: string, decoded: DecodedImage | UnreadableImage): Promise<DecodedFile> {
  const outcome = await cache.put(fileHash, decoded instanceof UnreadableImage ? { reason: decoded.reason } : { image: decoded })
  return { outcome, cached: false }
}
