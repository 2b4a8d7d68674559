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
    for await (const files of threads && threads.capacity > 0
      ? decodeBeside(rest, threads, options)
      : untilThreads(rest, threads, options)) {
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
    else threads?.announce(((now - first.at) / (done - first.files)) * (paths.length - done))
    if (threads && threads.capacity > 0) return
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
  const pace = createPace()
  const stop = abortion(signal)
  let wanted = true
  let asked = 0
  try {
    for (;;) {
      while (asked < paths.length && underWay.length < threads.capacity) {
        const share = paths.slice(asked, asked + pace.filesOfShare())
        const known = new Map<string, KeptOutcome>()
        const request = { paths: share, settings, isKnown: remember(known, cache), isWanted: () => wanted }
        underWay.push({ paths: share, known, outcomes: threads.decode(request) })
        asked += share.length
      }
      const next = underWay.shift()
      if (next === undefined) return
      const outcomes = await Promise.race([next.outcomes, stop.promise])
      throwIfAborted(signal)
      pace.finished(next.paths.length)
      if (outcomes === null) yield* decodeHere(next.paths, options)
      else yield await finishShare(outcomes, next, options)
    }
  } finally {
    wanted = false
    stop.forget()
  }
}

/** Settles with null when a stop is asked for; the listener is removed by `forget`. */
function abortion(signal: AbortSignal | undefined): { readonly promise: Promise<null>; forget(): void } {
  let listener = (): void => undefined
  const promise = new Promise<null>((resolve) => {
    listener = () => resolve(null)
  })
  signal?.addEventListener('abort', listener)
  return { promise, forget: () => signal?.removeEventListener('abort', listener) }
}

/** Enough that small files do not wait for messages. */
const mostFilesOfShare = 8
/** So long all threads together may have with as many files as a share holds: other imports wait for it, and memory holds them. */
const shareMs = 40

/** How many files a share may have, by the time the last one took. */
function createPace(): { filesOfShare(): number; finished(files: number): void } {
  let msPerFile = Number.POSITIVE_INFINITY
  let since = performance.now()
  return {
    filesOfShare: () => Math.min(mostFilesOfShare, Math.max(1, Math.floor(shareMs / msPerFile))),
    finished(files) {
      const now = performance.now()
      msPerFile = (now - since) / files
      since = now
    },
  }
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

/** One after the other, as the cache wants it. */
async function finishShare(outcomes: readonly ThreadOutcome[], share: Share, options: DecodingOptions): Promise<readonly DecodedFile[]> {
  const files: DecodedFile[] = []
  for (const [at, outcome] of outcomes.entries()) {
    if ('left' in outcome) for await (const decoded of decodeHere([share.paths[at]], options)) files.push(...decoded)
    else files.push(await finish(outcome, share, options.cache))
  }
  return files
}

async function finish(outcome: Exclude<ThreadOutcome, { left: true }>, { known }: Share, cache: DecodeCache): Promise<DecodedFile> {
  if ('refusal' in outcome) return refusedByDisk(outcome.refusal)
  const { fileHash, decoded } = outcome
  return decoded === null ? { outcome: known.get(fileHash) as KeptOutcome, cached: true } : keep(cache, fileHash, decoded)
}
