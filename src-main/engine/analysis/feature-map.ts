/** Follows one set of points through training: features of an epoch in, aligned t-SNE frames out, computed in a worker. */
import { Worker } from 'node:worker_threads'
import { AppError } from '@shared/contract/failure'
import { checkPerplexity } from './affinities'
import { checkFeatures, type FeatureMatrix } from './feature-matrix'
import type { MapFrame, MapJob, MapReply, MapRequest, MapWorkerData } from './map-messages'

/** The part of a worker_threads Worker that is used. */
export interface WorkerLike {
  postMessage(message: MapRequest, transfer: ArrayBuffer[]): void
  on(event: 'message', listener: (reply: MapReply) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  terminate(): Promise<unknown>
}

/** Starts the bundled worker: `script` is where the build put `tsne-worker.js`, `helper` where `tsne-helper.js`. */
export function openMapWorker(script: URL, helper: URL): WorkerLike {
  return new Worker(script, { workerData: { helper: helper.href } satisfies MapWorkerData })
}

export interface FeatureMapOptions {
  readonly createWorker: () => WorkerLike
  readonly seed: number
  /** 30 by default. */
  readonly perplexity?: number
  /** [N] 0 source, 1 target. */
  readonly domain: Uint8Array
  readonly classes: number
  /** Last settled layouts of an earlier session, to go on from. */
  readonly previous?: SettledLayouts
  readonly onFrame: (frame: MapFrame) => void
  /** An epoch that got no map; the next one is tried again. */
  readonly onFailure: (error: AppError, epoch: number) => void
}

/** [N,2] each: the map, and its second layout from another seed; without that one a new one is begun. */
export interface SettledLayouts {
  readonly positions: Float32Array
  readonly twin: Float32Array | null
}

export interface EpochFeatures extends FeatureMatrix {
  readonly epoch: number
  /** [N] class id: a source image's label, a target image's prediction. */
  readonly classOf: Int32Array
}

/**
 * At most one epoch is computed and one waits; a newer one replaces the one that waits, so the map is never more than one epoch
 * behind. The first layout takes the full schedule, each later one starts from the last settled frame. What is computed depends on
 * the features, the seed and which epochs were reached; time only decides which those are and when frames are shown.
 */
export interface FeatureMap {
  /** Copies what it is given. Throws `invalid-input` when they cannot be mapped or are not of the points mapped so far. */
  submit(features: EpochFeatures): void
  /** Resolves when nothing is computed and nothing waits. */
  idle(): Promise<void>
  /** Computing stands still where it is, and later epochs wait, until `release`; nothing that is computed changes. */
  hold(): void
  release(): void
  /** Drops what is computed and what waits; no frame of theirs follows. */
  cancel(): void
  /** Cancels and ends the worker; afterwards `submit` does nothing. */
  dispose(): Promise<void>
}

export function createFeatureMap(options: FeatureMapOptions): FeatureMap {
  const { seed, perplexity = 30, onFrame, onFailure } = options
  let worker: WorkerLike | null = null
  let running: { readonly job: number; readonly epoch: number } | null = null
  let waiting: EpochFeatures | null = null
  let previous: SettledLayouts | null = options.previous ?? null
  let jobs = 0
  let disposed = false
  let held = false
  let idlers: (() => void)[] = []

  function next(): void {
    running = null
    const features = waiting
    waiting = null
    if (features) start(features)
    else {
      for (const resolve of idlers) resolve()
      idlers = []
    }
  }

  function start({ epoch, features, count, dimensions, classOf }: EpochFeatures): void {
    const job: MapJob = {
      kind: 'map',
      job: ++jobs,
      epoch,
      features,
      count,
      dimensions,
      classes: options.classes,
      domain: options.domain.slice(),
      classOf,
      previous: previous?.positions.slice() ?? null,
      previousTwin: previous?.twin?.slice() ?? null,
      perplexity,
      seed,
    }
    running = { job: job.job, epoch }
    worker ??= listen(options.createWorker())
    const arrays = [job.features, job.domain, job.classOf, job.previous, job.previousTwin].filter((array) => array !== null)
    worker.postMessage(
      job,
      arrays.map((array) => array.buffer as ArrayBuffer),
    )
  }

  function listen(opened: WorkerLike): WorkerLike {
    if (held) opened.postMessage({ kind: 'hold' }, [])
    opened.on('message', (reply) => {
      if (reply.job !== running?.job) return
      if (reply.kind === 'failed') {
        onFailure(AppError.from(reply.failure), running.epoch)
        next()
        return
      }
      const { positions, settled } = reply.frame
      if (settled) previous = { positions: positions.slice(), twin: settled.twin.slice() }
      onFrame(reply.frame)
      if (settled) next()
    })
    opened.on('error', (error) => lost(opened, error.message))
    opened.on('exit', (code) => lost(opened, `the worker ended with code ${code}`))
    return opened
  }

  /** A worker that died takes its epoch with it; the next epoch gets a new worker. */
  function lost(gone: WorkerLike, reason: string): void {
    if (gone !== worker || disposed) return
    worker = null
    if (!running) return
    const { epoch } = running
    onFailure(
      new AppError('internal', `The map of epoch ${epoch} stopped: ${reason}.`, 'Training goes on; the next epoch is mapped again.'),
      epoch,
    )
    next()
  }

  function cancel(): void {
    waiting = null
    if (running) worker?.postMessage({ kind: 'cancel', job: running.job }, [])
    next()
  }

  return {
    submit(submitted) {
      if (disposed) return
      checkFeatures(submitted)
      checkPerplexity(perplexity, submitted.count)
      checkSamePoints(submitted.count, options.domain, previous)
      const features = { ...submitted, features: submitted.features.slice(), classOf: submitted.classOf.slice() }
      if (running) waiting = features
      else start(features)
    },
    idle: () => (running ? new Promise((resolve) => idlers.push(resolve)) : Promise.resolve()),
    hold() {
      held = true
      worker?.postMessage({ kind: 'hold' }, [])
    },
    release() {
      held = false
      worker?.postMessage({ kind: 'release' }, [])
    },
    cancel,
    async dispose() {
      disposed = true
      cancel()
      await worker?.terminate()
      worker = null
    },
  }
}

function checkSamePoints(count: number, domain: Uint8Array, previous: SettledLayouts | null): void {
  if (domain.length === count && (!previous || previous.positions.length === 2 * count)) return
  throw new AppError(
    'invalid-input',
    `A map of ${domain.length} points cannot take features of ${count}.`,
    'Start a new map for other points.',
  )
}
