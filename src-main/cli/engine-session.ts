/** An engine in this process, talked to through the same contract as the window's. */
import { type EngineContract, engineContract } from '@shared/contract/engine'
import { createClient } from '@shared/rpc/client'
import { createPortPair } from '@shared/rpc/port'
import { createServer } from '@shared/rpc/server'
import type { Client } from '@shared/rpc/types'
import { openBundledDecodingThreads, openBundledMapWorker } from '../engine/service/bundled-threads'
import { createEngineService, type EngineService, type EngineServiceOptions } from '../engine/service/engine-service'
import { findLocations } from '../storage/locations'

export interface EngineSession {
  readonly client: Client<EngineContract>
  readonly service: EngineService
  close(): Promise<void>
}

export function openEngine(
  log: (line: string) => void,
  { maps = 'last-epoch' }: Partial<Pick<EngineServiceOptions, 'maps'>> = {},
): EngineSession {
  const [enginePort, clientPort] = createPortPair()
  const service = createEngineService({
    ...findLocations(),
    emit: (event, payload) => server.emit(event, payload),
    log,
    maps,
    createMapWorker: openBundledMapWorker,
    decodingThreads: openBundledDecodingThreads(log),
  })
  const server = createServer(engineContract, enginePort, service.handlers, { log })
  const client = createClient(engineContract, clientPort)
  return {
    client,
    service,
    async close() {
      await service.shutdown()
      client.close()
    },
  }
}
