/** Serves the same handlers on several ports (a window, and the same window again after a reload) and announces events on all of them. */
import type { Contract } from '../contract/define'
import type { Port } from './port'
import { createServer, type Server, type ServerOptions } from './server'
import type { Emit, Handlers } from './types'

export interface ServerHub<C extends Contract> {
  /** Serves on one more port until that port closes. */
  attach(port: Port): void
  /** Announces an event on every open port; each port has its own flow control. */
  readonly emit: Emit<C>
  close(): void
}

/** Starts without ports; events emitted before the first one are not kept. */
export function createServerHub<C extends Contract>(contract: C, handlers: Handlers<C>, options: ServerOptions<C>): ServerHub<C> {
  const servers = new Set<Server<C>>()
  return {
    attach(port) {
      const server = createServer(contract, port, handlers, options)
      servers.add(server)
      port.onClose(() => void servers.delete(server))
    },
    emit(event, payload) {
      for (const server of servers) server.emit(event, payload)
    },
    close() {
      for (const server of servers) server.close()
      servers.clear()
    },
  }
}
