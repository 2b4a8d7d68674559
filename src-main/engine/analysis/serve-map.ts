/** The worker's side of the feature map: takes jobs from a port, answers with frames. */
import { AppError, type Failure } from '@shared/contract/failure'
import { LEAST_DOMAIN_POINTS, proxyADistance } from './a-distance'
import { trustNeighbours } from './embed-features'
import { layoutSteps } from './layout-steps'
import type { MapFrame, MapJob, MapReply, MapRequest } from './map-messages'
import { procrustes } from './procrustes'
import { runInSlices } from './run-in-slices'
import { trustworthiness } from './trustworthiness'
import type { Tsne } from './tsne'

/** The part of a MessagePort that is used. */
export interface MapPort {
  postMessage(message: MapReply, transfer: ArrayBuffer[]): void
  on(event: 'message', listener: (message: MapRequest) => void): unknown
}

export interface ServeOptions {
  /** Time between frames in milliseconds; decides when a frame is shown, never what is computed. */
  readonly frameMs?: number
}

/** Points judged for a frame's trustworthiness: its standard error is then below 0.002. */
const TRUST_SAMPLE = 1000

/** Jobs run one after the other; each ends with its settled frame, with a failure, or silently when cancelled. */
export function serveMap(port: MapPort, { frameMs = 100 }: ServeOptions = {}): void {
  const controllers = new Map<number, AbortController>()
  let queue = Promise.resolve()

  const send = (job: number, frame: MapFrame): void => {
    port.postMessage({ kind: 'frame', job, frame }, [frame.positions.buffer as ArrayBuffer])
  }

  async function run(job: MapJob, signal: AbortSignal): Promise<void> {
    try {
      const { previous, features, count, dimensions, perplexity, seed } = job
      const steps = layoutSteps({ features, count, dimensions, perplexity, seed, ...(previous ? { previous } : {}) })
      const tsne = await runInSlices(steps, {
        sliceMs: frameMs,
        signal,
        onSlice: (progress) => {
          if (progress.stage === 'optimising') send(job.job, optimisingFrame(job, progress.tsne))
        },
      })
      send(job.job, settledFrame(job, tsne))
    } catch (error) {
      if (!signal.aborted) port.postMessage({ kind: 'failed', job: job.job, failure: failureOf(error) }, [])
    } finally {
      controllers.delete(job.job)
    }
  }

  port.on('message', (message) => {
    if (message.kind === 'cancel') {
      controllers.get(message.job)?.abort()
      return
    }
    const controller = new AbortController()
    controllers.set(message.job, controller)
    queue = queue.then(() => run(message, controller.signal))
  })
}

function optimisingFrame(job: MapJob, tsne: Tsne): MapFrame {
  return {
    epoch: job.epoch,
    phase: 'optimising',
    positions: alignedTo(job.previous, tsne.positions()),
    kl: tsne.kl(),
    trustworthiness: null,
    aDistance: null,
    iteration: tsne.iteration,
    iterations: tsne.iterations,
  }
}

function settledFrame(job: MapJob, tsne: Tsne): MapFrame {
  const { features, count, dimensions, domain, seed } = job
  const positions = tsne.positions()
  const sample = { points: TRUST_SAMPLE, seed }
  return {
    ...optimisingFrame(job, tsne),
    phase: 'settled',
    trustworthiness: trustworthiness({ features, count, dimensions, positions, neighbours: trustNeighbours(count), sample }),
    aDistance: domain && hasBothDomains(domain) ? proxyADistance({ features, count, dimensions, domain, seed }).distance : null,
  }
}

/** A map of one domain, or of one and a handful, is still a map; only the distance between them is missing. */
function hasBothDomains(domain: Uint8Array): boolean {
  const target = domain.reduce((sum, side) => sum + side, 0)
  return Math.min(target, domain.length - target) >= LEAST_DOMAIN_POINTS
}

function alignedTo(previous: Float32Array | null, positions: Float32Array): Float32Array {
  return previous ? procrustes({ reference: previous, moving: positions }).aligned : positions
}

function failureOf(error: unknown): Failure {
  if (error instanceof AppError) return error.toFailure()
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'internal',
    message: `The map could not be computed: ${message}.`,
    hint: 'Training goes on without it; please report this.',
  }
}
