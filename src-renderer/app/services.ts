/** The page's only ways out, the engine and the host, behind stable objects so that stores can exist before a connection does. */

import type { EngineContract } from '@shared/contract/engine'
import type { HostContract } from '@shared/contract/host'
import type { Client } from '@shared/rpc/types'

/** What the window may ask of the main process, and the one thing only the preload can tell: where a dropped file lies. */
export interface Host extends Client<HostContract> {
  /** Absolute path of a file or folder dropped on the page. */
  pathForFile(file: File): string
}

export interface Services {
  readonly engine: Client<EngineContract>
  readonly host: Host
}

let provided: Services | null = null

/** Names the connections to use; called once, before the first render. */
export function provideServices(services: Services): void {
  provided = services
}

function current(): Services {
  if (!provided) throw new Error('provideServices has not been called yet')
  return provided
}

/** The engine, whichever connection serves it. */
export const engine: Client<EngineContract> = {
  call: (command, input, options) => current().engine.call(command, input, options),
  on: (event, listener) => current().engine.on(event, listener),
  close: () => current().engine.close(),
}

/** The main process: dialogs, preferences, the engine's health. */
export const host: Host = {
  call: (command, input, options) => current().host.call(command, input, options),
  on: (event, listener) => current().host.on(event, listener),
  close: () => current().host.close(),
  pathForFile: (file) => current().host.pathForFile(file),
}
