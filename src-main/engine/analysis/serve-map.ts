/** The worker's side of the feature map: takes jobs from a port, answers with frames. */
import { AppError, type Failure } from '@shared/contract/failure'
import { trustNeighbours } from './embed-features'
import { Hold } from './hold'
import { type LayoutRequest, layoutSteps } from './layout-steps'
import type { MapFrame, MapJob, MapReply, MapRequest } from './map-messages'
import { layoutAgreement } from './measures/agreement'
import { alignmentMeasures } from './measures/alignment-measures'
import { sourceVote } from './measures/source-vote'
import { nearestNeighbours } from './nearest-neighbours'
import { pca } from './pca'
import { procrustes } from './procrustes'
import { runInSlices } from './run-in-slices'
import { alone, type Crew } from './threads/crew'
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
  /** Who computes: the worker's thread alone unless stated. */
  readonly crew?: Crew
}

/** Nearest neighbours kept per point. */
const NEIGHBOURS_KEPT = 16
/** Points judged for a frame's trustworthiness: its standard error is then below 0.002. */
const TRUST_SAMPLE = 1000

/** Jobs run one after the other; each ends with its settled frame, with a failure, or silently when cancelled. */
export function serveMap(port: MapPort, { frameMs = 100, crew = alone }: ServeOptions = {}): void {
  const controllers = new Map<number, AbortController>()
  const gate = new Hold()
  let queue = Promise.resolve()

  const send = (job: number, frame: MapFrame): void => {
    const arrays = [
      frame.positions,
      frame.settled?.twin,
      frame.settled?.pca,
      frame.settled?.beside,
      frame.settled?.neighbours,
      frame.settled?.squaredDistances,
    ]
    port.postMessage(
      { kind: 'frame', job, frame },
      arrays.filter((array) => array !== undefined).map((array) => array.buffer as ArrayBuffer),
    )
  }

  async function run(job: MapJob, signal: AbortSignal): Promise<void> {
    const slices = { sliceMs: frameMs, signal, ready: () => gate.passed(signal) }
    try {
      const tsne = await runInSlices(layoutSteps({ ...layoutOf(job), crew }), {
        ...slices,
        onSlice: (progress) => {
          if (progress.stage === 'optimising') send(job.job, optimisingFrame(job, progress.tsne))
        },
      })
      const twin = await runInSlices(layoutSteps({ ...twinOf(job), crew }), slices)
      send(job.job, settledFrame(job, tsne, twin.positions()))
    } catch (error) {
      if (!signal.aborted) port.postMessage({ kind: 'failed', job: job.job, failure: failureOf(error) }, [])
    } finally {
      controllers.delete(job.job)
    }
  }

  port.on('message', (message) => {
    switch (message.kind) {
      case 'hold':
        return gate.hold()
      case 'release':
        return gate.release()
      case 'cancel':
        return controllers.get(message.job)?.abort()
      case 'map': {
        const controller = new AbortController()
        controllers.set(message.job, controller)
        queue = queue.then(() => run(message, controller.signal))
      }
    }
  })
}

function layoutOf({ features, count, dimensions, perplexity, seed, previous }: MapJob): LayoutRequest {
  return { features, count, dimensions, perplexity, seed, ...(previous ? { previous } : {}) }
}

/** The same points from another seed and a start that owes nothing to PCA. */
function twinOf(job: MapJob): LayoutRequest {
  const { features, count, dimensions, perplexity, previousTwin } = job
  return {
    features,
    count,
    dimensions,
    perplexity,
    seed: job.seed + 1,
    start: 'random',
    ...(previousTwin ? { previous: previousTwin } : {}),
  }
}

function optimisingFrame(job: MapJob, tsne: Tsne): MapFrame {
  return {
    epoch: job.epoch,
    phase: 'optimising',
    positions: alignedTo(job.previous, tsne.positions()),
    kl: tsne.kl(),
    iteration: tsne.iteration,
    iterations: tsne.iterations,
    settled: null,
  }
}

function settledFrame(job: MapJob, tsne: Tsne, twin: Float32Array): MapFrame {
  const { features, count, dimensions, domain, classOf, classes, seed } = job
  const positions = tsne.positions()
  const neighbours = nearestNeighbours({ features, count, dimensions, k: Math.min(NEIGHBOURS_KEPT, count - 1) })
  const points = { features, count, dimensions, domain, classOf }
  return {
    ...optimisingFrame(job, tsne),
    phase: 'settled',
    settled: {
      trustworthiness: trustworthiness({
        features,
        count,
        dimensions,
        positions,
        neighbours: trustNeighbours(count),
        sample: { points: TRUST_SAMPLE, seed },
      }),
      agreement: layoutAgreement(positions, twin),
      twin,
      pca: pca({ features, count, dimensions, components: 2 }).scores,
      measures: alignmentMeasures(points, { neighbours, classes, seed }),
      beside: sourceVote(points, classes),
      neighbours: neighbours.indices,
      squaredDistances: neighbours.squaredDistances,
    },
  }
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
