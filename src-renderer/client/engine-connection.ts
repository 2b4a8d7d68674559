/** The engine as the page sees it: one client for good, whichever engine process and port are behind it at the moment. */
import type { EventName } from '@shared/contract/define'
import { type EngineContract, engineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { EngineHealth, HostContract } from '@shared/contract/host'
import { createClient } from '@shared/rpc/client'
import { cancelled, describeError, type Log } from '@shared/rpc/failures'
import { createListeners } from '@shared/rpc/listeners'
import type { Port } from '@shared/rpc/port'
import type { Client } from '@shared/rpc/types'
import { createEventBatch } from './event-batch'
import type { FrameSchedule } from './frame-schedule'

export interface ConnectionState {
  /** Calls go to the engine at once; otherwise they wait for it. */
  readonly connected: boolean
  readonly health: EngineHealth
}

export interface EngineConnection {
  /**
   * Survives restarts of the engine. Calls in flight when the engine dies reject with `engine-crashed`, since nobody knows how far
   * they came; calls made while it (re)starts wait for it, and reject with `engine-crashed` only once it has failed for good.
   * Subscriptions stay. After a reconnect (`onStateChange`) stores should read again what they may have missed.
   */
  readonly client: Client<EngineContract>
  state(): ConnectionState
  /** Returns the unsubscribe function. */
  onStateChange(listener: (state: ConnectionState) => void): () => void
}

export interface EngineConnectionOptions {
  readonly host: Pick<Client<HostContract>, 'call' | 'on'>
  /** Calls back with every port to the engine that the preload hands over. */
  readonly onPort: (listener: (port: Port) => void) => void
  readonly schedule: FrameSchedule
  readonly log?: Log
}

interface Waiting {
  connected(client: Client<EngineContract>): void
  failed(health: EngineHealth): void
}

const unknownHealth: EngineHealth = { state: 'starting', message: null, hint: null, restarts: 0, pid: null }

export function createEngineConnection({ host, onPort, schedule, log = console.error }: EngineConnectionOptions): EngineConnection {
  const listeners = createListeners<EngineContract>(log)
  const batch = createEventBatch(schedule, listeners.announce)
  const stateListeners = new Set<(state: ConnectionState) => void>()
  const waiting = new Set<Waiting>()
  let health = unknownHealth
  let current: { readonly client: Client<EngineContract>; cut(): void } | null = null
  /** The engine process a port was asked of, so that one port is asked for per process. */
  let askedPid: number | null = null

  const state = (): ConnectionState => ({ connected: current !== null, health })
  const announceState = (): void => {
    for (const listener of [...stateListeners]) listener(state())
  }

  function attach(raw: Port): void {
    current?.client.close()
    const { port, cut } = createCuttablePort(raw)
    const client = createClient(engineContract, port, { log })
    const connection = { client, cut }
    for (const event of Object.keys(engineContract.events) as EventName<EngineContract>[]) {
      // Frames are not batched: the engine sends the next one when the listeners of this one have run.
      const deliver = event === 'embedding.frame' ? listeners.announce : batch.push
      client.on(event, (payload) => deliver(event, payload))
    }
    port.onClose(() => {
      if (current !== connection) return
      current = null
      announceState()
    })
    current = connection
    for (const entry of [...waiting]) entry.connected(client)
    announceState()
  }

  function update(next: EngineHealth): void {
    health = next
    if (health.state !== 'ready') {
      askedPid = null
      current?.cut()
    }
    if (health.state === 'failed') for (const entry of [...waiting]) entry.failed(health)
    announceState()
    if (health.state === 'ready' && askedPid !== health.pid) {
      askedPid = health.pid
      host.call('host.connectEngine', {}).catch((error: unknown) => {
        askedPid = null
        log(`no port to the engine: ${describeError(error)}`)
      })
    }
  }

  function connected(command: string, signal: AbortSignal | undefined): Promise<Client<EngineContract>> {
    return new Promise((resolve, reject) => {
      if (health.state === 'failed') return reject(engineFailed(health))
      if (signal?.aborted) return reject(cancelled(command))
      const leave = (): void => {
        waiting.delete(entry)
        signal?.removeEventListener('abort', abort)
      }
      const abort = (): void => {
        leave()
        reject(cancelled(command))
      }
      const entry: Waiting = {
        connected(client) {
          leave()
          resolve(client)
        },
        failed(reason) {
          leave()
          reject(engineFailed(reason))
        },
      }
      waiting.add(entry)
      signal?.addEventListener('abort', abort)
    })
  }

  onPort(attach)
  host.on('host.engineHealth', update)
  host.call('host.engineHealth', {}).then(update, (error: unknown) => log(`the engine's health is not known: ${describeError(error)}`))

  return {
    client: {
      async call(command, input, options) {
        const client = current?.client ?? (await connected(command, options?.signal))
        return client.call(command, input, options)
      },
      on: listeners.on,
      close() {
        current?.client.close()
      },
    },
    state,
    onStateChange(listener) {
      stateListeners.add(listener)
      return () => void stateListeners.delete(listener)
    },
  }
}

/** A port that can be declared dead: the host may know of a crash before the port does. */
function createCuttablePort(raw: Port): { readonly port: Port; cut(): void } {
  const closers: (() => void)[] = []
  let open = true
  const cut = (): void => {
    if (!open) return
    open = false
    for (const closer of closers) closer()
  }
  raw.onClose(cut)
  return { port: { ...raw, onClose: (listener) => void closers.push(listener) }, cut }
}

function engineFailed(health: EngineHealth): AppError {
  return new AppError(
    'engine-crashed',
    health.message ?? 'The engine is not running.',
    health.hint ?? 'Run "npm run doctor", then restart the engine.',
  )
}
