/** Streams a trial's feature map while it trains: features at each checkpoint in, frames to the window and the disk. */
import type { EngineContract } from '@shared/contract/engine'
import type { EmbeddingFrame } from '@shared/domain/embedding'
import type { Trial } from '@shared/domain/run'
import type { Emit } from '@shared/rpc/types'
import { createFeatureMap, type WorkerLike } from '../analysis/feature-map'
import { type Neighbours, nearestNeighbours } from '../analysis/nearest-neighbours'
import type { PairData } from '../data/types'
import { softmaxRows } from '../evaluation/validators/softmax'
import type { Session } from '../methods/method'
import { argMaxRows, concatRows, predictLogits } from '../training/predict'
import { chooseMapPoints, mapFeatures } from './map-points'
import { openMap, readMapFrame, writeMapFrame, writeMapPoints } from './map-store'
import type { RunJournal } from './run-journal'

export interface MapStream {
  /** Takes the features of the session as it is now; resolves when the session may train on. */
  push(session: Session, epoch: number): Promise<void>
  /** Resolves when every frame is settled and on disk; then the worker ends. */
  settle(): Promise<void>
  /** Ends the worker and drops what is not settled. */
  dispose(): Promise<void>
}

export interface MapStreamOptions {
  readonly journal: RunJournal
  readonly trial: Trial
  readonly pair: PairData
  readonly emit: Emit<EngineContract>
  readonly log: (line: string) => void
  readonly createWorker: () => WorkerLike
}

/** Nearest neighbours kept per point, for the neighbours panel. */
const neighboursKept = 16

interface EpochView {
  readonly prediction: Int32Array
  readonly confidence: Float32Array
  readonly neighbours: Neighbours
}

export async function createMapStream({ journal, trial, pair, emit, log, createWorker }: MapStreamOptions): Promise<MapStream> {
  const folder = journal.folder.trial(trial.id)
  const { points, source, target } = chooseMapPoints(pair, journal.record.request, { runId: journal.record.id, trialId: trial.id })
  const classes = pair.classNames.length
  const views = new Map<number, EpochView>()
  let writes: Promise<void> = writeMapPoints(folder, points)
  const note = (error: unknown): void => log(`map of ${trial.id}: ${error instanceof Error ? error.message : String(error)}`)
  emit('embedding.points', points)

  // A resumed trial goes on from the last layout, so that the map does not jump.
  const last = (await openMap(folder)).checkpoints.at(-1)
  const previous = last === undefined ? undefined : (await readMapFrame(folder, last.epoch)).positions
  const map = createFeatureMap({
    createWorker,
    seed: trial.seed,
    perplexity: Math.min(30, Math.floor((points.domain.length - 1) / 3)),
    domain: points.domain,
    ...(previous === undefined ? {} : { previous }),
    onFrame(mapFrame) {
      const view = views.get(mapFrame.epoch)
      if (view === undefined) return
      const frame: EmbeddingFrame = {
        ...mapFrame,
        runId: journal.record.id,
        trialId: trial.id,
        method: 'tsne',
        prediction: view.prediction,
        confidence: view.confidence,
      }
      emit('embedding.frame', frame)
      if (frame.phase !== 'settled') return
      writes = writes.then(() => writeMapFrame(folder, frame, view.neighbours)).catch(note)
      for (const epoch of views.keys()) if (epoch <= mapFrame.epoch) views.delete(epoch)
    },
    onFailure: (error) => {
      void journal.log('warn', `${error.message} ${error.hint}`, { trialId: trial.id })
    },
  })

  return {
    async push(session, epoch) {
      const matrix = await mapFeatures(session, { points, source, target })
      const logits = concatRows([await predictLogits(session, source, 'source'), await predictLogits(session, target, 'target')])
      const { count } = matrix
      const probabilities = softmaxRows(logits, classes)
      const prediction = argMaxRows(logits, classes)
      views.set(epoch, {
        prediction,
        confidence: Float32Array.from(prediction, (label, row) => probabilities[row * classes + label]),
        neighbours: nearestNeighbours({ ...matrix, k: Math.min(neighboursKept, count - 1) }),
      })
      try {
        map.submit({ ...matrix, epoch })
      } catch (error) {
        note(error)
      }
    },
    async settle() {
      await map.idle()
      await map.dispose()
      await writes
    },
    async dispose() {
      await map.dispose()
      await writes
    },
  }
}
