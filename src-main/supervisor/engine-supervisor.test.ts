import type { EngineHealth } from '@shared/contract/host'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EngineChild } from './engine-child'
import { ENGINE_PROTOCOL, type FromEngine, type ToEngine } from './engine-control'
import { createEngineSupervisor, SUPERVISOR_TIMINGS } from './engine-supervisor'

interface FakeChild extends EngineChild<string> {
  readonly received: { readonly message: ToEngine; readonly ports: readonly string[] }[]
  readonly killed: () => boolean
  say(message: FromEngine | { kind: 'nonsense' }): void
  die(status: number | null): void
}

function createFakeChild(pid: number): FakeChild {
  const listeners: ((message: unknown) => void)[] = []
  const exits: ((status: number | null) => void)[] = []
  const received: FakeChild['received'][number][] = []
  let killed = false
  const die = (status: number | null): void => {
    for (const listener of exits.splice(0)) listener(status)
  }
  return {
    pid,
    received,
    killed: () => killed,
    post: (message, ports = []) => void received.push({ message, ports }),
    onMessage: (listener) => void listeners.push(listener),
    onExit: (listener) => void exits.push(listener),
    kill() {
      killed = true
      die(null)
    },
    say(message) {
      for (const listener of listeners) listener(message)
    },
    die,
  }
}

function createBench() {
  const children: FakeChild[] = []
  const healths: EngineHealth[] = []
  let channels = 0
  const supervisor = createEngineSupervisor<string>({
    fork() {
      const child = createFakeChild(100 + children.length)
      children.push(child)
      return child
    },
    createChannel: () => [`engine-${++channels}`, `window-${channels}`],
    onHealth: (health) => healths.push(health),
    log() {},
  })
  const latest = (): FakeChild => children[children.length - 1]
  return { supervisor, children, healths, latest, ready: () => latest().say({ kind: 'ready', protocol: ENGINE_PROTOCOL }) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('supervisor: starting becomes ready with the handshake, and the pid is known', () => {
  const { supervisor, healths, ready } = createBench()
  supervisor.start()
  ready()
  expect(healths.map(({ state }) => state)).toEqual(['starting', 'ready'])
  expect(supervisor.health()).toMatchObject({ state: 'ready', pid: 100, restarts: 0, message: null })
})

test('supervisor: a port is handed out only while the engine is ready, its other end goes to the engine', () => {
  const { supervisor, latest, ready } = createBench()
  supervisor.start()
  expect(() => supervisor.connect()).toThrow(expect.objectContaining({ code: 'engine-crashed' }))
  ready()
  expect(supervisor.connect()).toBe('window-1')
  expect(latest().received).toEqual([{ message: { kind: 'connect' }, ports: ['engine-1'] }])
})

test('supervisor: any exit that was not asked for is a crash, status 0 too, and leads to a restart', () => {
  const { supervisor, children, ready, latest } = createBench()
  supervisor.start()
  ready()
  latest().die(0)
  expect(supervisor.health()).toMatchObject({ state: 'restarting', restarts: 1, pid: null })
  expect(supervisor.health().message).toContain('exit status 0')
  vi.advanceTimersByTime(SUPERVISOR_TIMINGS.firstRestartDelayMs)
  expect(children).toHaveLength(2)
  ready()
  expect(supervisor.health()).toMatchObject({ state: 'ready', pid: 101, restarts: 1, message: null })
  expect(supervisor.connect()).toBe('window-1')
})

test('supervisor: no handshake within its time means kill and restart', () => {
  const { supervisor, children } = createBench()
  supervisor.start()
  vi.advanceTimersByTime(SUPERVISOR_TIMINGS.handshakeMs)
  expect(children[0].killed()).toBe(true)
  expect(supervisor.health().message).toContain('did not get ready within 60 s')
  vi.advanceTimersByTime(SUPERVISOR_TIMINGS.firstRestartDelayMs)
  expect(children).toHaveLength(2)
})

test('supervisor: an engine that answers late but within a minute lives, a silent one is killed and restarted', () => {
  const { supervisor, children, ready } = createBench()
  supervisor.start()
  ready()
  vi.advanceTimersByTime(SUPERVISOR_TIMINGS.silenceMs - SUPERVISOR_TIMINGS.heartbeatMs)
  expect(children[0].received.every(({ message }) => message.kind === 'ping')).toBe(true)
  expect(supervisor.busy()).toBe(false)
  children[0].say({ kind: 'pong', busy: true })
  expect(supervisor.busy()).toBe(true)
  vi.advanceTimersByTime(SUPERVISOR_TIMINGS.silenceMs)
  expect(children[0].killed()).toBe(false)
  vi.advanceTimersByTime(SUPERVISOR_TIMINGS.heartbeatMs)
  expect(children[0].killed()).toBe(true)
  expect(supervisor.busy()).toBe(false)
  expect(supervisor.health()).toMatchObject({ state: 'restarting', message: expect.stringContaining('did not answer for 60 s') })
})

test('supervisor: five restarts within two minutes are tried, then it gives up until a person asks again', () => {
  const { supervisor, children, ready, latest } = createBench()
  supervisor.start()
  for (let crash = 0; crash < 6; crash++) {
    expect(children).toHaveLength(crash + 1)
    latest().die(139)
    vi.advanceTimersByTime(SUPERVISOR_TIMINGS.firstRestartDelayMs * 2 ** crash)
  }
  expect(children).toHaveLength(6)
  expect(supervisor.health()).toMatchObject({ state: 'failed', restarts: 5, hint: expect.stringContaining('npm run doctor') })
  supervisor.start()
  ready()
  expect(supervisor.health().state).toBe('ready')
})

test('supervisor: an engine that reports why it cannot work is not restarted, and its words are passed on', () => {
  const { supervisor, children } = createBench()
  supervisor.start()
  children[0].say({ kind: 'failed', failure: { code: 'internal', message: 'TensorFlow is missing.', hint: 'Run "npm run doctor".' } })
  vi.advanceTimersByTime(SUPERVISOR_TIMINGS.restartWindowMs)
  expect(children).toHaveLength(1)
  expect(children[0].killed()).toBe(true)
  expect(supervisor.health()).toMatchObject({ state: 'failed', message: 'TensorFlow is missing.', hint: 'Run "npm run doctor".' })
})

test('supervisor: an engine of another protocol is refused', () => {
  const { supervisor, latest } = createBench()
  supervisor.start()
  latest().say({ kind: 'ready', protocol: ENGINE_PROTOCOL + 1 })
  expect(supervisor.health()).toMatchObject({ state: 'failed', hint: expect.stringContaining('npm run build') })
})

test('supervisor: a message that makes no sense changes nothing', () => {
  const { supervisor, latest } = createBench()
  supervisor.start()
  latest().say({ kind: 'nonsense' })
  expect(supervisor.health().state).toBe('starting')
})

test('supervisor: stop asks the engine to shut down, waits for its exit and does not restart it', async () => {
  const { supervisor, children, ready, latest } = createBench()
  supervisor.start()
  ready()
  const stopped = supervisor.stop()
  expect(latest().received.at(-1)?.message).toEqual({ kind: 'shutdown' })
  latest().die(0)
  await stopped
  vi.advanceTimersByTime(SUPERVISOR_TIMINGS.restartWindowMs)
  expect(children).toHaveLength(1)
  expect(latest().killed()).toBe(false)
})

test('supervisor: an engine that does not shut down in time is killed', async () => {
  const { supervisor, ready, latest } = createBench()
  supervisor.start()
  ready()
  const stopped = supervisor.stop()
  vi.advanceTimersByTime(SUPERVISOR_TIMINGS.shutdownMs)
  await stopped
  expect(latest().killed()).toBe(true)
})

test('supervisor: stop during the wait before a restart ends at once and nothing starts any more', async () => {
  const { supervisor, children, ready, latest } = createBench()
  supervisor.start()
  ready()
  latest().die(1)
  await supervisor.stop()
  vi.advanceTimersByTime(SUPERVISOR_TIMINGS.restartWindowMs)
  supervisor.start()
  expect(children).toHaveLength(1)
})
