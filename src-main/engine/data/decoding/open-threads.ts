/** Threads that decode beside the caller: started when an import is long enough, asleep between imports, gone when the caller closes or ends. */
import { availableParallelism, totalmem } from 'node:os'
import { Worker } from 'node:worker_threads'
import { describeError } from '@shared/rpc/failures'
import type { DecodedImage, DecodeSettings } from '../decode-image'
import { UnreadableImage } from '../unreadable-image'
import type { FileName, News, Order } from './orders'

/** What became of one file: the disk's refusal, or its name and what it decoded to, null where the cache was said to know it; `left`: nothing. */
export type ThreadOutcome =
  | { readonly refusal: string }
  | { readonly left: true }
  | { readonly fileHash: string; readonly decoded: DecodedImage | UnreadableImage | null }

export interface ShareRequest {
  readonly paths: readonly string[]
  readonly settings: DecodeSettings
  readonly isKnown: (fileHash: string) => boolean
  /** Whether anybody waits for it still: what is not wanted is not decoded. */
  readonly isWanted: () => boolean
}

export interface DecodingThreads {
  /** Threads that were started and not lost, ready or not. */
  readonly count: number
  /** Shares that keep all threads at work; 0 while none is ready, and the caller decodes. */
  readonly capacity: number
  /** One outcome a path, in order; null when the thread was lost, and the caller decodes. Never rejects. */
  decode(request: ShareRequest): Promise<readonly ThreadOutcome[] | null>
  /** Says how many milliseconds the caller alone would need for what is left of an import: threads are started where that is long. */
  announce(remainingMs: number): void
  close(): void
}

export interface ThreadsOptions {
  /** The bundled `decode-thread.js`. */
  readonly script: URL
  /** One more than there are cores, as memory allows, at most four, unless stated. */
  readonly threads?: number
  readonly log: (line: string) => void
}

/** Each holds a TensorFlow context and graphs of its own, about a hundred megabytes. */
const mostThreads = 4
/** What one may need for a moment, for the largest picture there may be. */
const bytesPerThread = 2 * 1024 ** 3
/** Starting the threads takes every core about a second, so it pays where the caller would need longer than this. */
const worthStartingMs = 3_000
/** One share is decoded, one is read or waits at the thread's door. */
export const sharesPerThread = 2

interface Waiting extends ShareRequest {
  names: readonly FileName[]
  unknown: readonly number[]
  readonly resolve: (outcomes: readonly ThreadOutcome[] | null) => void
}

interface Thread {
  readonly worker: Worker
  state: 'starting' | 'ready' | 'lost'
  readonly waiting: Map<number, Waiting>
}

export function openThreads({ script, threads: wanted = affordable(), log }: ThreadsOptions): DecodingThreads {
  const threads: Thread[] = []
  let mayStart = true
  let lastShare = 0
  const ready = (): Thread[] => threads.filter(({ state }) => state === 'ready')

  function start(): void {
    mayStart = false
    try {
      for (let index = 0; index < wanted; index++) threads.push(startThread())
    } catch (error) {
      log(`No more decoding threads: ${describeError(error)}`)
    }
  }

  function startThread(): Thread {
    const thread: Thread = { worker: new Worker(script), state: 'starting', waiting: new Map() }
    // A thread at rest keeps no process from ending.
    thread.worker.unref()
    thread.worker.on('message', (news: News) => take(thread, news))
    for (const failure of ['error', 'messageerror'] as const) {
      thread.worker.on(failure, (error) => {
        log(`A decoding thread was lost: ${describeError(error)}`)
        lose(thread)
      })
    }
    thread.worker.on('exit', () => lose(thread))
    return thread
  }

  function take(thread: Thread, news: News): void {
    if (news.kind === 'ready') {
      if (thread.state === 'starting') thread.state = 'ready'
      return
    }
    const waiting = thread.waiting.get(news.share)
    if (waiting === undefined) return
    if (news.kind === 'named') {
      waiting.names = news.files
      waiting.unknown = waiting.isWanted() ? [...news.files.keys()].filter((at) => isUnknown(news.files[at], waiting)) : []
      send(thread, { kind: 'decode', share: news.share, files: waiting.unknown })
      return
    }
    thread.waiting.delete(news.share)
    if (thread.waiting.size === 0) thread.worker.unref()
    waiting.resolve(news.kind === 'decoded' ? outcomesOf(waiting, news) : null)
  }

  function lose(thread: Thread): void {
    thread.state = 'lost'
    for (const { resolve } of thread.waiting.values()) resolve(null)
    thread.waiting.clear()
  }

  return {
    get count() {
      return threads.filter(({ state }) => state !== 'lost').length
    },
    get capacity() {
      return sharesPerThread * ready().length
    },
    async decode(request) {
      const [idlest] = ready().sort((a, b) => a.waiting.size - b.waiting.size)
      if (idlest === undefined) return null
      const share = ++lastShare
      return new Promise((resolve) => {
        if (idlest.waiting.size === 0) idlest.worker.ref()
        idlest.waiting.set(share, { ...request, names: [], unknown: [], resolve })
        send(idlest, { kind: 'read', share, paths: request.paths, settings: request.settings })
      })
    },
    announce(remainingMs) {
      if (mayStart && remainingMs > worthStartingMs) start()
    },
    close() {
      mayStart = false
      for (const thread of threads) {
        lose(thread)
        void thread.worker.terminate()
      }
    },
  }
}

/** One more than there are cores: TensorFlow's own threads decode while these wait for them. */
function affordable(): number {
  return Math.max(1, Math.min(availableParallelism() + 1, mostThreads, Math.floor(totalmem() / bytesPerThread)))
}

function send(thread: Thread, order: Order): void {
  thread.worker.postMessage(order)
}

function isUnknown(file: FileName, { isKnown }: ShareRequest): boolean {
  return 'fileHash' in file && !isKnown(file.fileHash)
}

function outcomesOf({ names, unknown }: Waiting, news: Extract<News, { kind: 'decoded' }>): ThreadOutcome[] {
  const images = unpack(news)
  const imageAt = new Map(unknown.map((at, image) => [at, images[image]]))
  return names.map((file, at) => ('fileHash' in file ? { fileHash: file.fileHash, decoded: imageAt.get(at) ?? null } : file))
}

function unpack({ images, pixels }: Extract<News, { kind: 'decoded' }>): (DecodedImage | UnreadableImage)[] {
  let at = 0
  return images.map((image) => {
    if ('reason' in image) return new UnreadableImage(image.reason)
    const { bytes, ...facts } = image
    at += bytes
    return { ...facts, pixels: pixels.subarray(at - bytes, at) }
  })
}
