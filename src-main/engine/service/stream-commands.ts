/** Handlers for test-time adaptation: the methods, the few live streams that are open, whole streams and sweeps. */
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { streamCommands } from '@shared/contract/parts/stream'
import type { Emit, Handlers } from '@shared/rpc/types'
import type { HomeFolder } from '../../storage/home-folder'
import { RunFolder } from '../../storage/run-folder'
import { sweepCsv } from '../reporting/sweep-csv'
import { sweepHtml } from '../reporting/sweep-html'
import { listStreamMethods } from '../test-time/registry'
import type { DomainStore } from './domain-store'
import { newAdaptedId } from './keep-adapted'
import { type LiveStream, openLiveStream } from './live-stream'
import type { RunManager } from './run-manager'
import type { ShiftScene } from './shift-scene'
import { streamThrough } from './stream-service'
import { sweepThrough } from './sweep-service'

/** Each holds a model of its own. */
const openStreams = 2

export interface StreamDependencies {
  readonly domains: DomainStore
  readonly runs: RunManager
  readonly findScene: (sceneId: string) => ShiftScene
  readonly home: HomeFolder
  readonly emit: Emit<EngineContract>
}

/** Streams are freed with the scene they belong to. */
export function createStreamHandlers({
  domains,
  runs,
  findScene,
  home,
  emit,
}: StreamDependencies): Pick<Handlers<EngineContract>, keyof typeof streamCommands> {
  const streams = new Map<string, LiveStream>()

  function find(streamId: string): LiveStream {
    const stream = streams.get(streamId)
    if (stream?.open) return stream
    streams.delete(streamId)
    throw new AppError('not-found', 'This adapted model is closed.', 'Press Play to adapt the source model anew.', 'streamId')
  }

  function close(streamId: string): void {
    streams.get(streamId)?.dispose()
    streams.delete(streamId)
  }

  return {
    'stream.methods': () => listStreamMethods(),
    'stream.open': async ({ sceneId, ...request }, { signal }) => {
      const scene = findScene(sceneId)
      const stream = await openLiveStream(domains, { scene, run: await runs.find(scene.record.runId), ...request }, signal)
      streams.set(stream.record.streamId, stream)
      for (const oldest of [...streams.keys()].slice(0, -openStreams)) close(oldest)
      return stream.record
    },
    'stream.step': ({ streamId, shifts }) => find(streamId).step(shifts),
    'stream.place': ({ streamId, shifts }, { signal }) => find(streamId).place(shifts, signal),
    'stream.reset': ({ streamId }) => {
      find(streamId).reset()
      return {}
    },
    'stream.close': ({ streamId }) => {
      close(streamId)
      return {}
    },
    'stream.run': async ({ jobId, runId, trialId, data, plan, keep }, { signal }) => {
      const run = await runs.find(runId)
      const id = newAdaptedId(plan)
      const keepIn = keep ? { id, folder: new RunFolder(home.runPath(run.record.studyId, id)) } : null
      const { result, kept } = await streamThrough(
        domains,
        { run, trialId, data, plan, keepIn },
        {
          signal,
          onBatch: ({ batch, batches }, secondsLeft) => emit('stream.progress', { jobId, done: batch, total: batches, secondsLeft }),
        },
      )
      if (kept !== null) emit('run.changed', kept)
      return result
    },
    'stream.sweep': async ({ jobId, runId, trialId, data, plan }, { signal }) => {
      const run = await runs.find(runId)
      const request = { run, trialId, data, plan, linesFile: run.folder.trial(trialId).sweepsFile }
      return sweepThrough(domains, request, {
        signal,
        onProgress: (progress) => emit('stream.progress', { jobId, ...progress }),
        onMap: (sweep) => emit('stream.map', { jobId, sweep }),
      })
    },
    'stream.sweepDocument': ({ sweep, format }) => ({ text: format === 'csv' ? sweepCsv(sweep) : sweepHtml(sweep) }),
  }
}
