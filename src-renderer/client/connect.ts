/** Makes the page's two connections from what the preload offers; called once, before the first render. */
import { ENGINE_PORT_MESSAGE } from '@shared/rpc/preload-api'
import { createWebPort } from '@shared/rpc/web-port'
import { createEngineConnection, type EngineConnection } from './engine-connection'
import { scheduleFrame } from './frame-schedule'
import { createHostClient, type HostClient } from './host-client'

export interface Connections {
  readonly engine: EngineConnection
  readonly host: HostClient
}

export function connect(page: Window = window): Connections {
  const host = createHostClient(page.shiftlab)
  const engine = createEngineConnection({
    host,
    schedule: scheduleFrame,
    onPort(listener) {
      page.addEventListener('message', ({ source, origin, data, ports }) => {
        const handedOver = source === page && origin === page.location.origin && data === ENGINE_PORT_MESSAGE
        if (handedOver && ports[0] !== undefined) listener(createWebPort(ports[0]))
      })
    },
  })
  return { engine, host }
}
