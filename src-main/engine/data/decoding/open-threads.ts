/** Threads that decode beside the caller: started when an import is long enough, asleep between imports, gone when the caller closes or ends. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { DecodedImage, DecodeSettings } from '../decode-image'
import { UnreadableImage } from '../unreadable-image'
import type { FileName, News, Order } from './orders'

/** What became of one file: the disk's refusal, or its name and what it decoded to; null where the cache was said to know it. */
export type ThreadOutcome =
  | { readonly refusal: string }
  | { readonly fileHash: string; readonly decoded: DecodedImage | UnreadableImage | null }

export interface ShareRequest {
  readonly paths: readonly string[]
  readonly settings: DecodeSettings
  readonly isKnown: (fileHash: string) => boolean
}

export interface DecodingThreads {
  /** Shares that keep all threads at work; 0 while there are none, and the caller decodes. */
  readonly shares: number
  /** One outcome a path, in order; null when the thread was lost, and the caller decodes. Never rejects. */
  decode(request: ShareRequest): Promise<readonly ThreadOutcome[] | null>
  /** Says how many milliseconds the caller alone would need for what is left of an import. */
  expect(remainingMs: number): void
  close(): void
}

export interface ThreadsOptions {
  /** The bundled `decode-thread.js`. */
  readonly script: URL
  /** As many as there are cores, at most four, unless stated. */
  readonly threads?: number
}

/** Each holds a TensorFlow context, and graphs of its own. */
const mostThreads = 4
/** Starting the threads takes every core about a second, so it pays where the caller would need longer than this. */
const worthStartingMs = 3_000
/** One share is decoded, one is read or waits at the thread's door. */
const sharesPerThread = 2

interface Waiting extends ShareRequest {
  names: readonly FileName[]
  unknown: readonly number[]
  readonly resolve: (outcomes: readonly ThreadOutcome[] | null) => void
}

interface Thread {
  readonly worker: Worker
  ready: boolean
  readonly waiting: Map<number, Waiting>
}

export function openThreads({ script, threads: wanted = Math.min(availableParallelism(), mostThreads) }: ThreadsOptions): DecodingThreads {
  const threads: Thread[] = []
  let mayStart = true
  let shares = 0
  const ready = (): Thread[] => threads.filter((thread) => thread.ready)

  function start(): void {
    mayStart = false
    for (let index = 0; index < wanted; index++) {
      const thread: Thread = { worker: new Worker(script), ready: false, waiting: new Map() }
      threads.push(thread)
      // A thread at rest keeps no process from ending.
      thread.worker.unref()
      thread.worker.on('message', (news: News) => take(thread, news))
      thread.worker.on('error', () => lose(thread))
      thread.worker.on('exit', () => lose(thread))
    }
  }

  function take(thread: Thread, news: News): void {
    if (news.kind === 'ready') {
      thread.ready = true
      return
    }
    const waiting = thread.waiting.get(news.share)
    if (waiting === undefined) return
    if (news.kind === 'named') {
      waiting.names = news.files
      waiting.unknown = [...news.files.keys()].filter((at) => isUnknown(news.files[at], waiting))
      send(thread, { kind: 'decode', share: news.share, files: waiting.unknown })
      return
    }
    thread.waiting.delete(news.share)
    if (thread.waiting.size === 0) thread.worker.unref()
    waiting.resolve(news.kind === 'decoded' ? outcomesOf(waiting, news) : null)
  }

  function lose(thread: Thread): void {
    thread.ready = false
    for (const { resolve } of thread.waiting.values()) resolve(null)
    thread.waiting.clear()
  }

  return {
    get shares() {
      return sharesPerThread * ready().length
    },
    async decode(request) {
      const [idlest] = ready().sort((a, b) => a.waiting.size - b.waiting.size)
      if (idlest === undefined) return null
      const share = ++shares
      return new Promise((resolve) => {
        if (idlest.waiting.size === 0) idlest.worker.ref()
        idlest.waiting.set(share, { ...request, names: [], unknown: [], resolve })
        send(idlest, { kind: 'read', share, paths: request.paths, settings: request.settings })
      })
    },
    expect(remainingMs) {
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

function send(thread: Thread, order: Order): void {
  thread.worker.postMessage(order)
}

function isUnknown(file: FileName, { isKnown }: ShareRequest): boolean {
  return 'fileHash' in file && !isKnown(file.fileHash)
}

function outcomesOf({ names, unknown }: Waiting, news: Extract<News, { kind: 'decoded' }>): ThreadOutcome[] {
  const images = unpack(news)
  const imageAt = new Map(unknown.map((at, image) => [at, images[image]]))
  return names.map((file, at) => ('refusal' in file ? file : { fileHash: file.fileHash, decoded: imageAt.get(at) ?? null }))
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
