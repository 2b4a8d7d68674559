import { type EngineContract, engineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import { type EngineHealth, type HostContract, hostContract } from '@shared/contract/host'
import { createClient } from '@shared/rpc/client'
import { createPortPair, type Port } from '@shared/rpc/port'
import { createServer } from '@shared/rpc/server'
import type { Handlers } from '@shared/rpc/types'
import { expect, test } from 'vitest'
import { createEngineConnection } from './engine-connection'

const device = { backend: 'fake', tensorflow: '2.15.1', device: 'cpu', threads: 2, memoryBytes: 0 } as const
const healthy = (pid: number): EngineHealth => ({ state: 'ready', message: null, hint: null, restarts: 0, pid })
const restarting: EngineHealth = { state: 'restarting', message: 'The engine stopped.', hint: null, restarts: 1, pid: null }
const failed: EngineHealth = { ...restarting, state: 'failed', message: 'TensorFlow is missing.', hint: 'Run the doctor.' }

/** A main process with engines that the test starts and kills. */
function createBench(first: EngineHealth) {
  const log: string[] = []
  let health = first
  let handOver: (port: Port) => void = () => {}
  let portsAsked = 0
  let engine: { readonly server: ReturnType<typeof createServer<EngineContract>>; readonly waitingCalls: () => number } | null = null

  function sendPort(): void {
    const [engineEnd, pageEnd] = createPortPair()
    let waitingCalls = 0
    const handlers = {
      'device.describe': () => device,
      'runs.list': () => {
        waitingCalls++
        return new Promise(() => {})
      },
    } as unknown as Handlers<EngineContract>
    engine = {
      server: createServer(engineContract, engineEnd, handlers, {
        log: (entry) => log.push(entry),
        acknowledged: { 'embedding.frame': {} },
      }),
      waitingCalls: () => waitingCalls,
    }
    handOver(pageEnd)
  }

  const [mainEnd, hostEnd] = createPortPair()
  const host = createServer(
    hostContract,
    mainEnd,
    {
      'host.engineHealth': () => health,
      'host.connectEngine': () => {
        portsAsked++
        if (health.state !== 'ready') throw new AppError('engine-crashed', 'Not running.', 'Wait.')
        sendPort()
        return {}
      },
    } as unknown as Handlers<HostContract>,
    { log: (entry) => log.push(entry) },
  )
  const connection = createEngineConnection({
    host: createClient(hostContract, hostEnd),
    onPort: (listener) => {
      handOver = listener
    },
    schedule: (run) => queueMicrotask(run),
    log: (entry) => log.push(entry),
  })
  return {
    connection,
    log,
    engine: () => engine,
    portsAsked: () => portsAsked,
    tell(next: EngineHealth) {
      health = next
      host.emit('host.engineHealth', next)
    },
  }
}

test('engine connection: a call made before the engine is ready waits for it', async () => {
  const { connection, tell } = createBench({ ...restarting, state: 'starting' })
  const call = connection.client.call('device.describe', {})
  tell(healthy(1))
  expect(await call).toEqual(device)
  expect(connection.state()).toMatchObject({ connected: true, health: { pid: 1 } })
})

test('engine connection: one port is asked for per engine process, however often it is announced', async () => {
  const { connection, tell, portsAsked } = createBench(healthy(1))
  tell(healthy(1))
  await connection.client.call('device.describe', {})
  tell(healthy(1))
  await connection.client.call('device.describe', {})
  expect(portsAsked()).toBe(1)
})

test('engine connection: a crash rejects what was in flight, later calls and subscriptions go to the next engine', async () => {
  const { connection, tell, engine, portsAsked } = createBench(healthy(1))
  const removed: string[] = []
  connection.client.on('run.removed', ({ runId }) => removed.push(runId))
  const states: boolean[] = []
  const inFlight = connection.client.call('runs.list', {}).catch((error: AppError) => error.code)
  await expect.poll(() => engine()?.waitingCalls()).toBe(1)
  connection.onStateChange(({ connected }) => states.push(connected))
  tell(restarting)
  expect(await inFlight).toBe('engine-crashed')
  const later = connection.client.call('device.describe', {})
  tell(healthy(2))
  expect(await later).toEqual(device)
  engine()?.server.emit('run.removed', { runId: 'moons' })
  await expect.poll(() => removed).toEqual(['moons'])
  expect(portsAsked()).toBe(2)
  expect(states.at(-1)).toBe(true)
  expect(states).toContain(false)
})

test('engine connection: a port that closes is noticed before the host says anything', async () => {
  const { connection, engine } = createBench(healthy(1))
  const inFlight = connection.client.call('runs.list', {}).catch((error: AppError) => error.code)
  await expect.poll(() => engine()?.waitingCalls()).toBe(1)
  engine()?.server.close()
  expect(await inFlight).toBe('engine-crashed')
  expect(connection.state().connected).toBe(false)
})

test('engine connection: once the engine has failed, waiting and later calls reject with its words', async () => {
  const { connection, tell } = createBench(restarting)
  const waiting = connection.client.call('device.describe', {}).catch((error: AppError) => error)
  tell(failed)
  expect(await waiting).toMatchObject({ code: 'engine-crashed', message: 'TensorFlow is missing.', hint: 'Run the doctor.' })
  await expect(connection.client.call('device.describe', {})).rejects.toMatchObject({ code: 'engine-crashed' })
})

test('engine connection: a waiting call can be aborted', async () => {
  const { connection } = createBench(restarting)
  const controller = new AbortController()
  const call = connection.client.call('device.describe', {}, { signal: controller.signal })
  controller.abort()
  await expect(call).rejects.toMatchObject({ code: 'cancelled' })
})
