/** Files through the decode cache, in their order: by the calling thread, and by threads beside it once there are some. */
import type { DecodeCache, KeptOutcome } from './decode-cache'
import { type DecodedFile, type DecodingOptions, decodeHere, keep, refusedByDisk } from './decode-here'
import type { DecodingThreads, ThreadOutcome } from './decoding/open-threads'
import { throwIfAborted } from './time-slices'

export interface DecodeFilesOptions extends DecodingOptions {
  /** None unless stated. */
  readonly threads?: DecodingThreads | undefined
}

/** One outcome a path, in order. Throws AppError `cancelled` and what the cache throws; a file that cannot be read is an outcome. */
export async function* decodeFiles(paths: readonly string[], { threads, ...options }: DecodeFilesOptions): AsyncGenerator<DecodedFile> {
  let done = 0
  while (done < paths.length) {
    const rest = paths.slice(done)
    for await (const files of threads && threads.shares > 0 ? decodeBeside(rest, threads, options) : untilThreads(rest, threads, options)) {
      yield* files
      done += files.length
    }
  }
}

/** By the caller, until there are threads. It says what is to come from what went before, but for the first files, which also wait for graphs to be made. */
async function* untilThreads(
  paths: readonly string[],
  threads: DecodingThreads | undefined,
  options: DecodingOptions,
): AsyncGenerator<readonly DecodedFile[]> {
  let first: { readonly at: number; readonly files: number } | null = null
  let done = 0
  for await (const files of decodeHere(paths, options)) {
    yield files
    done += files.length
    const now = performance.now()
    if (first === null) first = { at: now, files: done }
    else threads?.expect(((now - first.at) / (done - first.files)) * (paths.length - done))
    if (threads && threads.shares > 0) return
  }
}

/** By the threads, until the files or they are at an end. */
async function* decodeBeside(
  paths: readonly string[],
  threads: DecodingThreads,
  options: DecodingOptions,
): AsyncGenerator<readonly DecodedFile[]> {
  const { cache, settings, signal } = options
  const underWay: Share[] = []
  const began = performance.now()
  let asked = 0
  let done = 0
  for (;;) {
    while (asked < paths.length && underWay.length < threads.shares) {
      const share = paths.slice(asked, asked + filesOfShare((performance.now() - began) / done))
      const known = new Map<string, KeptOutcome>()
      underWay.push({ paths: share, known, outcomes: threads.decode({ paths: share, settings, isKnown: remember(known, cache) }) })
      asked += share.length
    }
    const next = underWay.shift()
    if (next === undefined) return
    throwIfAborted(signal)
    const outcomes = await next.outcomes
    if (outcomes === null) yield* decodeHere(next.paths, options)
    else yield await finishShare(outcomes, next, cache)
    done += next.paths.length
  }
}

/** Enough that small files do not wait for messages. */
const mostFilesOfShare = 8
/** So long all threads together may have with as many files as a share holds: a stop need not wait for large ones. */
const shareMs = 40

/** @param msPerFile so far; not a number at first */
function filesOfShare(msPerFile: number): number {
  return Number.isFinite(msPerFile) ? Math.min(mostFilesOfShare, Math.max(1, Math.floor(shareMs / msPerFile))) : 1
}

interface Share {
  readonly paths: readonly string[]
  /** What the cache held, by the files' hashes. */
  readonly known: ReadonlyMap<string, KeptOutcome>
  readonly outcomes: ReturnType<DecodingThreads['decode']>
}

function remember(known: Map<string, KeptOutcome>, cache: DecodeCache): (fileHash: string) => boolean {
  return (fileHash) => {
    const outcome = cache.get(fileHash)
    if (outcome) known.set(fileHash, outcome)
    return outcome !== undefined
  }
}

/** One after the other: the cache writes by itself every few megabytes, and what is put meanwhile would not be kept. */
async function finishShare(outcomes: readonly ThreadOutcome[], share: Share, cache: DecodeCache): Promise<readonly DecodedFile[]> {
  const files: DecodedFile[] = []
  for (const outcome of outcomes) files.push(await finish(outcome, share, cache))
  return files
}

async function finish(outcome: ThreadOutcome, { known }: Share, cache: DecodeCache): Promise<DecodedFile> {
  if ('refusal' in outcome) return refusedByDisk(outcome.refusal)
  const { fileHash, decoded } = outcome
  if (decoded !== null) return { outcome: await keep(cache, fileHash, decoded), cached: false }
  return { outcome: known.get(fileHash) as KeptOutcome, cached: true }
}
