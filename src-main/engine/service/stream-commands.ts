/** Handlers for test-time adaptation on the Shift screen: the methods, and the few live streams that are open. */
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { streamCommands } from '@shared/contract/parts/stream'
import type { Handlers } from '@shared/rpc/types'
import { listStreamMethods } from '../test-time/registry'
import type { DomainStore } from './domain-store'
import { type LiveStream, openLiveStream } from './live-stream'
import type { RunManager } from './run-manager'
import type { ShiftScene } from './shift-scene'

/** Each holds a model of its own. */
const openStreams = 2

export interface StreamDependencies {
  readonly domains: DomainStore
  readonly runs: RunManager
  readonly findScene: (sceneId: string) => ShiftScene
}

/** Streams are freed with the scene they belong to. */
export function createStreamHandlers({
  domains,
  runs,
  findScene,
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
    'stream.reset': ({ streamId }) => {
      find(streamId).reset()
      return {}
    },
    'stream.close': ({ streamId }) => {
      close(streamId)
      return {}
    },
  }
}
