/** Streams a trial's feature map while it trains: features at each checkpoint in, frames to the window and the disk. */
import type { EngineContract } from '@shared/contract/engine'
import type { EmbeddingFrame } from '@shared/domain/embedding'
import type { Trial } from '@shared/domain/run'
import type { Emit } from '@shared/rpc/types'
import { createFeatureMap, type WorkerLike } from '../analysis/feature-map'
import type { PairData } from '../data/types'
import type { Session } from '../methods/method'
import { chooseMapPoints, classesOf, mapFeatures, mapPredictions, type PointPredictions } from './map-points'
import { openMap, readMapLayouts, writeMapFrame, writeMapPoints } from './map-store'
import type { RunJournal } from './run-journal'

export interface MapStream {
  /** Takes the features of the session as it is now; resolves when the session may train on. */
  push(session: Session, epoch: number): Promise<void>
  /** Stands still until `release`, while training goes on. */
  hold(): void
  release(): void
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

export async function createMapStream({ journal, trial, pair, emit, log, createWorker }: MapStreamOptions): Promise<MapStream> {
  const folder = journal.folder.trial(trial.id)
  const chosen = chooseMapPoints(pair, journal.record.request, { runId: journal.record.id, trialId: trial.id })
  const { points } = chosen
  const views = new Map<number, PointPredictions>()
  let writes: Promise<void> = writeMapPoints(folder, points)
  const note = (error: unknown): void => log(`map of ${trial.id}: ${error instanceof Error ? error.message : String(error)}`)
  emit('embedding.points', points)

  // A resumed trial goes on from the last layout, so that the map does not jump.
  const last = (await openMap(folder)).checkpoints.at(-1)
  const previous = last === undefined ? undefined : await readMapLayouts(folder, last.epoch)
  const map = createFeatureMap({
    createWorker,
    seed: trial.seed,
    perplexity: Math.min(30, Math.floor((points.domain.length - 1) / 3)),
    domain: points.domain,
    classes: pair.classNames.length,
    ...(previous === undefined ? {} : { previous }),
    onFrame({ settled, ...mapFrame }) {
      const view = views.get(mapFrame.epoch)
      if (view === undefined) return
      const frame: EmbeddingFrame = {
        ...mapFrame,
        ...view,
        runId: journal.record.id,
        trialId: trial.id,
        method: 'tsne',
        trustworthiness: settled?.trustworthiness ?? null,
        agreement: settled?.agreement ?? null,
        aDistance: settled?.measures.aDistance?.value ?? null,
        measures: settled?.measures ?? null,
      }
      emit('embedding.frame', frame)
      if (settled === null) return
      writes = writes.then(() => writeMapFrame(folder, frame, settled)).catch(note)
      for (const epoch of views.keys()) if (epoch <= mapFrame.epoch) views.delete(epoch)
    },
    onFailure: (error) => {
      void journal.log('warn', `${error.message} ${error.hint}`, { trialId: trial.id })
    },
  })

  return {
    async push(session, epoch) {
      const matrix = await mapFeatures(session, chosen)
      const predictions = await mapPredictions(session, chosen)
      views.set(epoch, predictions)
      try {
        map.submit({ ...matrix, epoch, classOf: classesOf(points, predictions) })
      } catch (error) {
        note(error)
      }
    },
    hold: map.hold,
    release: map.release,
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
