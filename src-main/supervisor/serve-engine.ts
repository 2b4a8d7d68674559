/** The engine's end of the control channel: loads the service, says whether that worked, then serves every port it is given. */
import { type EngineContract, engineContract } from '@shared/contract/engine'
import { AppError, type Failure } from '@shared/contract/failure'
import type { FlowRules } from '@shared/rpc/event-gate'
import { describeError, type Log } from '@shared/rpc/failures'
import type { Port } from '@shared/rpc/port'
import { createServerHub, type ServerHub } from '@shared/rpc/server-hub'
import type { Emit, Handlers } from '@shared/rpc/types'
import { ENGINE_PROTOCOL, type FromEngine, ToEngine } from './engine-control'

export interface ServedEngine {
  readonly handlers: Handlers<EngineContract>
  /** Whether a run trains by itself. */
  busy(): boolean
  /** Brings what runs to a checkpoint and lets go of everything. */
  shutdown(): Promise<void>
}

/** The process's own channel to its parent, ports included. */
export interface ControlChannel {
  post(message: FromEngine): void
  onMessage(listener: (message: unknown, ports: readonly Port[]) => void): void
}

export interface ServeEngineOptions {
  readonly control: ControlChannel
  /** Loads the native runtime; rejects when this machine lacks it. */
  readonly load: (emit: Emit<EngineContract>) => Promise<ServedEngine>
  readonly exit: (status: number) => void
  readonly log: Log
}

/** Maps stream faster than a busy window draws them: newest wins per trial, but the last map of an epoch always arrives. */
const acknowledged: FlowRules<EngineContract> = {
  'embedding.frame': {
    mergeKey: (frame) => `${frame.runId}/${frame.trialId}`,
    mustDeliver: (frame) => frame.phase === 'settled',
  },
}

/** Resolves once the engine has reported `ready` or `failed`; after `failed` it waits for the supervisor to end the process. */
export async function serveEngine({ control, load, exit, log }: ServeEngineOptions): Promise<void> {
  let hub: ServerHub<EngineContract> | null = null
  let service: ServedEngine | null = null

  async function shutdown(): Promise<void> {
    try {
      await service?.shutdown()
    } catch (error) {
      log(`the engine could not shut down in order: ${describeError(error)}`)
    }
    hub?.close()
    exit(0)
  }

  control.onMessage((raw, ports) => {
    const message = ToEngine.safeParse(raw)
    if (!message.success) log('a control message that makes no sense was ignored')
    else if (message.data.kind === 'ping') control.post({ kind: 'pong', busy: service?.busy() ?? false })
    else if (message.data.kind === 'shutdown') void shutdown()
    else for (const port of ports) hub?.attach(port)
  })

  try {
    service = await load((event, payload) => hub?.emit(event, payload))
    hub = createServerHub(engineContract, service.handlers, { log, acknowledged })
    control.post({ kind: 'ready', protocol: ENGINE_PROTOCOL })
  } catch (error) {
    log(`the engine could not start: ${describeError(error)}`)
    control.post({ kind: 'failed', failure: startFailure(error) })
  }
}

function startFailure(error: unknown): Failure {
  if (error instanceof AppError) return error.toFailure()
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]
  return new AppError(
    'internal',
    `The engine could not start: ${reason}`,
    'Run "npm run doctor" to see what is missing and how to mend it, then restart the engine.',
  ).toFailure()
}
