/** How the engine is doing: its health as the main process sees it, and the device it runs on. */
import type { EngineContract } from '@shared/contract/engine'
import type { EngineHealth } from '@shared/contract/host'
import type { DeviceReport } from '@shared/domain/device'
import type { RunRecord } from '@shared/domain/run'
import type { Client } from '@shared/rpc/types'
import { create } from 'zustand'
import { engine, type Host, host } from '../app/services'

export interface ConnectionState {
  readonly health: EngineHealth
  readonly device: DeviceReport | null
  /** Restarts whose strip the user has closed. */
  readonly dismissedRestarts: number
  /** Reads health and device. */
  refresh(): Promise<void>
  restart(): Promise<void>
  dismissStrip(): void
  /** Follows the engine's health; `onReady` runs whenever a fresh engine answers. Returns the function that stops. */
  connect(onReady: () => void): () => void
}

const starting: EngineHealth = { state: 'starting', message: null, hint: null, restarts: 0, pid: null }

export function createConnectionStore(deps: { readonly engine: Client<EngineContract>; readonly host: Pick<Host, 'call' | 'on'> }) {
  return create<ConnectionState>()((set, get) => ({
    health: starting,
    device: null,
    dismissedRestarts: 0,
    refresh: async () => {
      const health = await deps.host.call('host.engineHealth', {})
      set({ health })
      if (health.state === 'ready') set({ device: await deps.engine.call('device.describe', {}) })
    },
    restart: async () => {
      set({ health: await deps.host.call('host.restartEngine', {}) })
    },
    dismissStrip: () => set({ dismissedRestarts: get().health.restarts }),
    connect: (onReady) =>
      deps.host.on('host.engineHealth', (health) => {
        const was = get().health
        set({ health })
        if (health.state === 'ready' && (was.state !== 'ready' || was.pid !== health.pid)) onReady()
      }),
  }))
}

export const useConnection = createConnectionStore({ engine, host })

export interface EngineStrip {
  readonly tone: 'warn' | 'bad'
  readonly message: string
  readonly hint: string
  /** The run that can go on. */
  readonly resumeRunId: string | null
  readonly canRestart: boolean
}

/** What the strip under the top bar says; null when all is well. `labelOf` names a method. */
export function describeHealth(
  state: Pick<ConnectionState, 'health' | 'dismissedRestarts'>,
  runs: readonly RunRecord[],
  labelOf: (method: string) => string,
): EngineStrip | null {
  const { health, dismissedRestarts } = state
  if (health.state === 'failed') {
    return {
      tone: 'bad',
      message: health.message ?? 'The engine could not be started.',
      hint: health.hint ?? 'Restart the engine.',
      resumeRunId: null,
      canRestart: true,
    }
  }
  if (health.restarts <= dismissedRestarts) return null
  const interrupted = runs.find((run) => run.status === 'interrupted')
  const safe = interrupted ? ` ${describeSafety(interrupted, labelOf)}` : ''
  const message = `${health.message ?? 'The engine stopped unexpectedly.'}${safe}`
  if (health.state === 'restarting') return { tone: 'warn', message, hint: 'It is starting again.', resumeRunId: null, canRestart: false }
  return { tone: 'warn', message, hint: '', resumeRunId: interrupted?.id ?? null, canRestart: false }
}

/** "DANN seed 1 is safe up to epoch 6." */
export function describeSafety(run: RunRecord, labelOf: (method: string) => string): string {
  const trial = run.trials.find((one) => one.status !== 'done') ?? run.trials.at(-1)
  if (!trial) return `${run.name} can go on.`
  const name = `${labelOf(trial.method)} seed ${trial.seed}`
  return trial.checkpointEpoch > 0
    ? `${name} is safe up to epoch ${trial.checkpointEpoch}.`
    : `${name} starts again; finished seeds are safe.`
}
