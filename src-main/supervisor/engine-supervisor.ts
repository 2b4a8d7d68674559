/** Keeps the engine process running and tells how it is: starts it, watches its pulse, restarts it after a crash, ends it in order. */
import { AppError } from '@shared/contract/failure'
import type { EngineHealth } from '@shared/contract/host'
import type { Log } from '@shared/rpc/failures'
import type { EngineChild } from './engine-child'
import { ENGINE_PROTOCOL, FromEngine } from './engine-control'
import { createRestartBudget } from './restart-budget'

export interface SupervisorTimings {
  /** From fork to `ready`; loading TensorFlow from a slow disk takes its time. */
  readonly handshakeMs: number
  readonly heartbeatMs: number
  /** Silence after which the engine counts as stuck. Training steps block its loop and the first may be slow. */
  readonly silenceMs: number
  readonly firstRestartDelayMs: number
  readonly restartLimit: number
  readonly restartWindowMs: number
  /** From the request to shut down to the kill. */
  readonly shutdownMs: number
}

export const SUPERVISOR_TIMINGS: SupervisorTimings = {
  handshakeMs: 60_000,
  heartbeatMs: 2_000,
  silenceMs: 60_000,
  firstRestartDelayMs: 250,
  restartLimit: 5,
  restartWindowMs: 120_000,
  shutdownMs: 10_000,
}

export interface SupervisorOptions<TransferablePort> {
  readonly fork: () => EngineChild<TransferablePort>
  /** Two connected ports: the first goes to the engine, the second to whoever asked. */
  readonly createChannel: () => readonly [TransferablePort, TransferablePort]
  readonly onHealth: (health: EngineHealth) => void
  readonly log: Log
  readonly timings?: SupervisorTimings
}

export interface EngineSupervisor<TransferablePort> {
  /** Forks the engine; also gives one that has failed another try. Does nothing while one runs. */
  start(): void
  /** A new port to the engine. Throws `engine-crashed` unless its state is `ready`. */
  connect(): TransferablePort
  health(): EngineHealth
  /** Whether a run trained at the last heartbeat. */
  busy(): boolean
  /** Ends the engine, which keeps a checkpoint first; kills it when that takes too long. Resolves when it is gone. */
  stop(): Promise<void>
}

export function createEngineSupervisor<TransferablePort>(options: SupervisorOptions<TransferablePort>): EngineSupervisor<TransferablePort> {
  const { fork, createChannel, onHealth, log, timings = SUPERVISOR_TIMINGS } = options
  const budget = createRestartBudget({
    limit: timings.restartLimit,
    windowMs: timings.restartWindowMs,
    firstDelayMs: timings.firstRestartDelayMs,
  })
  let child: EngineChild<TransferablePort> | null = null
  let health: EngineHealth = { state: 'starting', message: null, hint: null, restarts: 0, pid: null }
  let handshakeTimer: NodeJS.Timeout | undefined
  let heartbeatTimer: NodeJS.Timeout | undefined
  let restartTimer: NodeJS.Timeout | undefined
  let unansweredPings = 0
  let busy = false
  /** Why the supervisor itself ended the child; said instead of the exit status. */
  let killReason: string | null = null
  let stopping: Promise<void> | null = null

  function report(change: Partial<EngineHealth>): void {
    health = { ...health, pid: child?.pid ?? null, ...change }
    const about = [health.message, health.pid === null ? null : `pid ${health.pid}`].filter((part) => part !== null).join(', ')
    log(`engine ${health.state}${about === '' ? '' : `: ${about}`}`)
    onHealth(health)
  }

  function clearTimers(): void {
    clearTimeout(handshakeTimer)
    clearInterval(heartbeatTimer)
    clearTimeout(restartTimer)
  }

  function launch(): void {
    const started = fork()
    child = started
    killReason = null
    handshakeTimer = setTimeout(() => kill(`it did not get ready within ${timings.handshakeMs / 1000} s`), timings.handshakeMs)
    started.onMessage((message) => {
      if (child === started) receive(message)
    })
    started.onExit((status) => {
      if (child === started) gone(status)
    })
  }

  function kill(reason: string): void {
    log(`the engine is killed: ${reason}`)
    killReason = reason
    child?.kill()
  }

  function receive(raw: unknown): void {
    const message = FromEngine.safeParse(raw)
    if (!message.success) {
      log('a control message from the engine that makes no sense was ignored')
      return
    }
    unansweredPings = 0
    if (message.data.kind === 'failed') {
      const { message: text, hint } = message.data.failure
      giveUp(text, hint)
    } else if (message.data.kind === 'pong') {
      busy = message.data.busy
    } else {
      welcome(message.data.protocol)
    }
  }

  function welcome(protocol: number): void {
    clearTimeout(handshakeTimer)
    if (protocol !== ENGINE_PROTOCOL) {
      giveUp(
        `The engine is of another version than the window (protocol ${protocol}, expected ${ENGINE_PROTOCOL}).`,
        'Run "npm run build" and start Shiftlab again.',
      )
      return
    }
    report({ state: 'ready', message: null, hint: null })
    // Ticks are counted, not clock time: after the machine slept, the engine is not to blame for the gap.
    heartbeatTimer = setInterval(beat, timings.heartbeatMs)
  }

  function beat(): void {
    if (unansweredPings * timings.heartbeatMs >= timings.silenceMs) {
      clearInterval(heartbeatTimer)
      kill(`it did not answer for ${timings.silenceMs / 1000} s`)
    } else {
      unansweredPings++
      child?.post({ kind: 'ping' })
    }
  }

  /** Lets the child go without a restart: another try would end the same way. */
  function giveUp(message: string, hint: string): void {
    clearTimers()
    const useless = child
    child = null
    useless?.kill()
    report({ state: 'failed', message, hint })
  }

  function gone(status: number | null): void {
    clearTimers()
    child = null
    busy = false
    unansweredPings = 0
    if (stopping !== null) return
    const reason = killReason ?? (status === null ? 'it was ended by a signal' : `exit status ${status}`)
    const delayMs = budget.next(performance.now())
    if (delayMs === null) {
      report({
        state: 'failed',
        message: `The engine stopped ${timings.restartLimit + 1} times within ${timings.restartWindowMs / 60_000} minutes (${reason}).`,
        hint: 'Runs are safe up to their last checkpoint. Run "npm run doctor", then restart the engine.',
      })
      return
    }
    report({
      state: 'restarting',
      message: `The engine stopped unexpectedly (${reason}).`,
      hint: 'It restarts by itself. Runs are safe up to their last checkpoint and can be resumed.',
      restarts: health.restarts + 1,
    })
    restartTimer = setTimeout(launch, delayMs)
  }

  async function shutDown(): Promise<void> {
    clearTimers()
    const last = child
    if (last === null) return
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(() => kill(`it did not shut down within ${timings.shutdownMs / 1000} s`), timings.shutdownMs)
      last.onExit(() => {
        clearTimeout(deadline)
        resolve()
      })
      last.post({ kind: 'shutdown' })
    })
  }

  return {
    start() {
      if (child !== null || stopping !== null) return
      clearTimers()
      budget.reset()
      report({ state: 'starting', message: null, hint: null })
      launch()
    },
    connect() {
      if (child === null || health.state !== 'ready') {
        throw new AppError('engine-crashed', 'The engine is not running at the moment.', health.hint ?? 'Try again when it is ready.')
      }
      const [engineEnd, windowEnd] = createChannel()
      child.post({ kind: 'connect' }, [engineEnd])
      return windowEnd
    },
    health: () => health,
    busy: () => busy,
    stop() {
      stopping ??= shutDown()
      return stopping
    },
  }
}
