/** The behaviour both ends promise each other, over an in-memory pair and over a real message channel. */
import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineContract } from '../contract/define'
import { AppError } from '../contract/failure'
import { createClient } from './client'
import { createPortPair, type Port } from './port'
import { createServer, type ServerOptions } from './server'
import { createServerHub } from './server-hub'
import type { Client, Handlers } from './types'
import { createWebPort } from './web-port'

const contract = defineContract({
  commands: {
    add: { input: z.strictObject({ a: z.number().max(100), b: z.number().default(1) }), output: z.number() },
    lie: { input: z.strictObject({}), output: z.number() },
    fail: { input: z.strictObject({ how: z.enum(['known', 'unknown', 'uncloneable']) }), output: z.unknown() },
    wait: { input: z.strictObject({ name: z.string() }), output: z.string() },
  },
  events: {
    tick: z.object({ count: z.number() }),
    frame: z.object({
      run: z.string(),
      epoch: z.number(),
      phase: z.enum(['optimising', 'settled']),
      positions: z.instanceof(Float32Array),
    }),
  },
})
type TestContract = typeof contract

/** Calls of `wait` that are running, by name: the test decides when and whether each ends. */
interface Gate {
  readonly signal: AbortSignal
  finish(): void
}

const openPorts: Port[] = []
afterEach(() => {
  for (const port of openPorts.splice(0)) port.close()
})

function createBench(ports: readonly [Port, Port]) {
  openPorts.push(...ports)
  const log: string[] = []
  const gates = new Map<string, Gate>()
  const arrivals: ((name: string) => void)[] = []
  const handlers: Handlers<TestContract> = {
    add: ({ a, b }) => a + b,
    lie: () => 'seven' as unknown as number,
    fail({ how }) {
      if (how === 'known') throw new AppError('no-space', 'The disk is full.', 'Free 2 GB.', 'out')
      if (how === 'uncloneable') return () => 'functions cannot be sent'
      throw new Error('secret detail')
    },
    wait: ({ name }, { signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')))
        gates.set(name, { signal, finish: () => resolve(name) })
        for (const arrived of arrivals) arrived(name)
      }),
  }
  const options: ServerOptions<TestContract> = {
    log: (entry) => log.push(entry),
    acknowledged: { frame: { mergeKey: (frame) => frame.run, mustDeliver: (frame) => frame.phase === 'settled' } },
  }
  /** Resolves when the handler of `wait` with this name is running. */
  const running = (name: string): Promise<Gate> =>
    new Promise((resolve) => {
      const check = (): void => {
        const gate = gates.get(name)
        if (gate !== undefined) resolve(gate)
      }
      arrivals.push(check)
      check()
    })
  const server = createServer(contract, ports[0], handlers, options)
  const client = createClient(contract, ports[1], { log: (entry) => log.push(entry) })
  return { server, client, log, running, handlers, options }
}

/** Resolves when every message posted so far has been handled on both sides. */
const settled = (client: Client<TestContract>): Promise<number> => client.call('add', { a: 0, b: 0 })

const frame = (epoch: number, phase: 'optimising' | 'settled' = 'optimising', run = 'a') => ({
  run,
  epoch,
  phase,
  positions: new Float32Array([epoch]),
})

function createRealPair(): readonly [Port, Port] {
  const { port1, port2 } = new MessageChannel()
  return [createWebPort(port1), createWebPort(port2)]
}

describe.each([
  ['an in-memory pair', createPortPair],
  ['a real message channel', createRealPair],
])('over %s', (_name, createPorts) => {
  const bench = () => createBench(createPorts())

  test('a call returns its parsed output, with defaults filled in by the server', async () => {
    expect(await bench().client.call('add', { a: 2 })).toBe(3)
  })

  test('invalid input is refused by the client before anything is sent, naming the field', async () => {
    const error = await bench()
      .client.call('add', { a: 101 })
      .catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'invalid-input', field: 'a' })
  })

  test('invalid input is refused by the server too, when a client did not check', async () => {
    const ports = createPorts()
    createBench(ports)
    const answer = new Promise((resolve) => ports[1].onMessage(resolve))
    ports[1].post({ kind: 'call', id: 7, command: 'add', input: { a: 1, c: 2 } })
    expect(await answer).toMatchObject({ kind: 'failure', id: 7, failure: { code: 'invalid-input', field: 'c' } })
  })

  test('an unknown command is a failure, also when it is the name of an object method', async () => {
    const ports = createPorts()
    createBench(ports)
    const answer = new Promise((resolve) => ports[1].onMessage(resolve))
    ports[1].post({ kind: 'call', id: 1, command: 'constructor', input: {} })
    expect(await answer).toMatchObject({ failure: { code: 'invalid-input' } })
  })

  test('an answer that does not fit the contract becomes internal, with its reason in the log only', async () => {
    const { client, log } = bench()
    const error = (await client.call('lie', {}).catch((caught: unknown) => caught)) as AppError
    expect(error.code).toBe('internal')
    expect(error.message).not.toContain('expected number')
    expect(log.join()).toContain('expected number')
  })

  test('a known failure arrives whole; an unknown one arrives as internal with the report id that is in the log', async () => {
    const { client, log } = bench()
    await expect(client.call('fail', { how: 'known' })).rejects.toMatchObject({ code: 'no-space', hint: 'Free 2 GB.', field: 'out' })
    const error = (await client.call('fail', { how: 'unknown' }).catch((caught: unknown) => caught)) as AppError
    expect(error.message).not.toContain('secret')
    expect(error.reportId).toMatch(/^[0-9a-f]{4}$/)
    expect(log.join()).toContain(`report ${error.reportId}`)
    expect(log.join()).toContain('secret detail')
  })

  test('an answer that cannot be cloned is an internal failure, not a silence', async () => {
    await expect(bench().client.call('fail', { how: 'uncloneable' })).rejects.toMatchObject({ code: 'internal' })
  })

  test('results may come in any order', async () => {
    const { client, running } = bench()
    const order: string[] = []
    const first = client.call('wait', { name: 'first' }).then((name) => order.push(name))
    const second = client.call('wait', { name: 'second' }).then((name) => order.push(name))
    const gates = await Promise.all([running('first'), running('second')])
    gates[1].finish()
    await second
    gates[0].finish()
    await first
    expect(order).toEqual(['second', 'first'])
  })

  test('abort rejects the call as cancelled at once and reaches the handler as its signal', async () => {
    const { client, running } = bench()
    const controller = new AbortController()
    const call = client.call('wait', { name: 'long' }, { signal: controller.signal })
    const gate = await running('long')
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    await settled(client)
    expect(gate.signal.aborted).toBe(true)
  })

  test('a call with a signal that is aborted already is not sent', async () => {
    await expect(bench().client.call('add', { a: 1 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('a closed port rejects pending and later calls as engine-crashed and aborts the running handlers', async () => {
    const ports = createPorts()
    const { client, running } = createBench(ports)
    const calls = [client.call('wait', { name: 'x' }), client.call('wait', { name: 'y' })].map((call) =>
      call.catch((e: AppError) => e.code),
    )
    const gates = await Promise.all([running('x'), running('y')])
    ports[0].close()
    expect(await Promise.all(calls)).toEqual(['engine-crashed', 'engine-crashed'])
    await expect(client.call('add', { a: 1 })).rejects.toMatchObject({ code: 'engine-crashed' })
    await expect.poll(() => gates.map((gate) => gate.signal.aborted)).toEqual([true, true])
  })

  test('closing the client cancels what it waits for', async () => {
    const { client, running } = bench()
    const call = client.call('wait', { name: 'x' })
    await running('x')
    client.close()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('events arrive in order until the listener unsubscribes, and a throwing listener disturbs nobody', async () => {
    const { server, client, log } = bench()
    const seen: number[] = []
    client.on('tick', () => {
      throw new Error('listener at fault')
    })
    const off = client.on('tick', ({ count }) => seen.push(count))
    for (const count of [1, 2, 3]) server.emit('tick', { count })
    await settled(client)
    off()
    server.emit('tick', { count: 4 })
    await settled(client)
    expect(seen).toEqual([1, 2, 3])
    expect(log.join()).toContain('listener at fault')
  })

  test('an event that does not fit the contract is logged and dropped', async () => {
    const { server, client, log } = bench()
    const seen: unknown[] = []
    client.on('tick', (payload) => seen.push(payload))
    server.emit('tick', { count: 'one' } as unknown as { count: number })
    await settled(client)
    expect(seen).toEqual([])
    expect(log.join()).toContain('event "tick" was dropped')
  })

  test('of an acknowledged event the newest waiting payload wins, and settled ones are never lost', async () => {
    const { server, client } = bench()
    const seen: string[] = []
    client.on('frame', ({ run, epoch, phase, positions }) => seen.push(`${run}${epoch}${phase[0]}${positions[0]}`))
    for (const epoch of [0, 1, 2]) server.emit('frame', frame(epoch))
    server.emit('frame', frame(3, 'settled'))
    for (const epoch of [4, 5]) server.emit('frame', frame(epoch))
    server.emit('frame', frame(9, 'optimising', 'b'))
    server.emit('frame', frame(6, 'settled'))
    await expect.poll(() => seen.at(-1)).toBe('a6s6')
    expect(seen).toEqual(['a0o0', 'a3s3', 'b9o9', 'a6s6'])
    server.emit('frame', frame(7))
    await expect.poll(() => seen.at(-1)).toBe('a7o7')
  })

  test('the next payload is not sent before the listeners of the last one ran', async () => {
    const ports = createPorts()
    const { server } = createBench([ports[0], { ...ports[1], onMessage() {} }])
    const sent: unknown[] = []
    ports[1].onMessage((message) => sent.push(message))
    for (const epoch of [0, 1, 2]) server.emit('frame', frame(epoch))
    ports[1].post({ kind: 'call', id: 1, command: 'add', input: { a: 1 } })
    await expect.poll(() => sent.length).toBe(2)
    expect(sent).toMatchObject([{ payload: { epoch: 0 }, ack: true }, { kind: 'result' }])
    ports[1].post({ kind: 'ack', event: 'frame' })
    await expect.poll(() => sent.length).toBe(3)
    expect(sent[2]).toMatchObject({ payload: { epoch: 2 } })
  })
})

test('a hub serves several ports, and one that is slow or gone does not hold up the others', async () => {
  const [first, second] = [createPortPair(), createPortPair()]
  const { handlers, options } = createBench(createPortPair())
  const hub = createServerHub(contract, handlers, options)
  hub.attach(first[0])
  hub.attach(second[0])
  const seen: number[] = []
  const client = createClient(contract, second[1])
  client.on('frame', ({ epoch }) => seen.push(epoch))
  // Nobody acknowledges on the first port.
  for (const epoch of [0, 1]) {
    hub.emit('frame', frame(epoch, 'settled'))
    await settled(client)
  }
  first[1].close()
  hub.emit('frame', frame(2, 'settled'))
  await settled(client)
  expect(seen).toEqual([0, 1, 2])
  hub.close()
  await expect(client.call('add', { a: 1 })).rejects.toMatchObject({ code: 'engine-crashed' })
})
