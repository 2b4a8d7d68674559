import { type EngineContract, engineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import { createClient } from '@shared/rpc/client'
import { createPortPair, type Port } from '@shared/rpc/port'
import type { Emit, Handlers } from '@shared/rpc/types'
import { expect, test } from 'vitest'
import { ENGINE_PROTOCOL, type FromEngine, type ToEngine } from './engine-control'
import { serveEngine } from './serve-engine'

const device = { backend: 'fake', tensorflow: '2.15.1', device: 'cpu', threads: 2, memoryBytes: 0 } as const
const handlers = { 'device.describe': () => device } as unknown as Handlers<EngineContract>

function createBench(failWith?: unknown) {
  const said: FromEngine[] = []
  const log: string[] = []
  const events: string[] = []
  let hear: (message: unknown, ports: readonly Port[]) => void = () => {}
  let emit: Emit<EngineContract> = () => {}
  const served = serveEngine({
    control: {
      post: (message) => said.push(message),
      onMessage(listener) {
        hear = listener
      },
    },
    async load(announce) {
      if (failWith !== undefined) throw failWith
      emit = announce
      return { handlers, busy: () => true, shutdown: async () => void events.push('checkpoint kept') }
    },
    exit: (status) => events.push(`exit ${status}`),
    log: (entry) => log.push(entry),
  })
  const tell = (message: ToEngine, ports: readonly Port[] = []): void => hear(message, ports)
  return { served, said, log, events, tell, emit: (...args: Parameters<typeof emit>) => emit(...args) }
}

test('engine process: it reports ready with its protocol and answers pings', async () => {
  const { served, said, tell } = createBench()
  await served
  tell({ kind: 'ping' })
  expect(said).toEqual([
    { kind: 'ready', protocol: ENGINE_PROTOCOL },
    { kind: 'pong', busy: true },
  ])
})

test('engine process: every port it is given serves the contract, and events reach all of them', async () => {
  const { served, tell, emit } = createBench()
  await served
  const clients = [createPortPair(), createPortPair()].map(([engineEnd, windowEnd]) => {
    tell({ kind: 'connect' }, [engineEnd])
    return createClient(engineContract, windowEnd)
  })
  const removed: string[] = []
  for (const client of clients) client.on('run.removed', ({ runId }) => removed.push(runId))
  emit('run.removed', { runId: 'moons-1' })
  for (const client of clients) expect(await client.call('device.describe', {})).toEqual(device)
  expect(removed).toEqual(['moons-1', 'moons-1'])
})

test('engine process: a runtime that cannot be loaded is reported in one line with the doctor as remedy, the rest is logged', async () => {
  const { served, said, log } = createBench(new Error('libtensorflow.so.2: cannot open shared object file\nRequire stack: …'))
  await served
  expect(said).toMatchObject([{ kind: 'failed', failure: { hint: expect.stringContaining('npm run doctor') } }])
  expect(JSON.stringify(said)).not.toContain('Require stack')
  expect(log.join()).toContain('Require stack')
})

test('engine process: a failure with its own words keeps them', async () => {
  const { served, said } = createBench(new AppError('no-space', 'The disk is full.', 'Free some space.'))
  await served
  expect(said).toMatchObject([{ kind: 'failed', failure: { code: 'no-space', hint: 'Free some space.' } }])
})

test('engine process: shutdown keeps a checkpoint first, closes the ports and exits with status 0', async () => {
  const { served, events, tell } = createBench()
  await served
  const [engineEnd, windowEnd] = createPortPair()
  tell({ kind: 'connect' }, [engineEnd])
  const client = createClient(engineContract, windowEnd)
  tell({ kind: 'shutdown' })
  await expect.poll(() => events).toEqual(['checkpoint kept', 'exit 0'])
  await expect(client.call('device.describe', {})).rejects.toMatchObject({ code: 'engine-crashed' })
})
