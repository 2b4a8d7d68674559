/** The map worker's own code over a channel instead of a thread, for tests without a build. */
import { MessageChannel } from 'node:worker_threads'
import type { WorkerLike } from '../../analysis/feature-map'
import type { MapReply, MapRequest } from '../../analysis/map-messages'
import { serveMap } from '../../analysis/serve-map'

export function createMapWorker(): WorkerLike {
  const { port1, port2 } = new MessageChannel()
  serveMap(port2)
  return {
    postMessage: (message: MapRequest, transfer) => port1.postMessage(message, transfer),
    on(event: string, listener: (value: never) => void) {
      if (event === 'message') port1.on('message', listener as (reply: MapReply) => void)
      return undefined
    },
    async terminate() {
      port1.close()
    },
  }
}
