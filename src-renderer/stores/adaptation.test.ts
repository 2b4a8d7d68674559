import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { StreamStep } from '@shared/domain/live-stream'
import type { ShiftStack } from '@shared/domain/shift'
import type { Client } from '@shared/rpc/types'
import { expect, test, vi } from 'vitest'
import { createAdaptationStore, keptSteps } from './adaptation'

interface Asked {
  readonly command: string
  readonly input: { readonly method?: string; readonly streamId?: string; readonly shifts?: ShiftStack }
}

/** An engine that answers every step when it is released, and refuses after `failAfter` of them. */
function storeWith({ failAfter = Number.POSITIVE_INFINITY, placeMs = 0 } = {}) {
  let clock = 0
  const asked: Asked[] = []
  const held: (() => void)[] = []
  let severity = 1
  let steps = 0
  const call = async (command: string, input: Asked['input']): Promise<unknown> => {
    asked.push({ command, input })
    if (command === 'stream.open') return { streamId: `of ${input.method}`, sceneId: 's', method: input.method, batch: 64 }
    if (command === 'stream.reset') steps = 0
    if (command === 'stream.place') clock += placeMs
    if (command !== 'stream.step') return {}
    await new Promise<void>((resolve) => held.push(resolve))
    steps += 1
    if (steps > failAfter) throw new AppError('not-found', 'This adapted model is closed.', 'Press Play.')
    return stepAt(steps)
  }
  const engine = { call, on: () => () => undefined, close: () => undefined } as unknown as Client<EngineContract>
  const store = createAdaptationStore({ engine, shiftsNow: () => [{ kind: 'rotation', severity }], now: () => clock })
  const waiting = () => vi.waitFor(() => expect(held).toHaveLength(1), { interval: 1 })
  const answer = async () => {
    await waiting()
    held.shift()?.()
  }
  return {
    store,
    asked,
    waiting,
    answer,
    of: (command: string) => asked.filter((one) => one.command === command),
    turnTo: (value: number) => {
      severity = value
    },
    pass: (milliseconds: number) => {
      clock += milliseconds
    },
  }
}

const stepAt = (step: number): StreamStep => ({
  step,
  errorPct: 10,
  withoutAdaptation: { errorPct: 40 },
  entropy: 0.3,
  confidencePct: 90,
  metrics: {},
  layers: [],
  event: null,
  notes: [],
  tookMs: 20,
})

function adapting(options?: Parameters<typeof storeWith>[0]) {
  const parts = storeWith(options)
  parts.store.getState().attach('s')
  parts.store.getState().choose('tent')
  return parts
}

test('adaptation: nothing is opened while the source model is chosen, or before Play', async () => {
  const { store, asked } = storeWith()
  store.getState().attach('s')
  await store.getState().play()
  store.getState().choose('tent')
  expect(store.getState().playing).toBe(false)
  expect(asked).toEqual([])
})

test('adaptation: one batch after another, each under the newest severity, until paused; then it goes on in the same stream', async () => {
  const { store, answer, waiting, of, turnTo } = adapting()
  const played = store.getState().play()
  await waiting()
  turnTo(4)
  await answer()
  await waiting()
  store.getState().pause()
  await answer()
  await played
  expect(of('stream.step').map(({ input }) => input.shifts?.[0]?.severity)).toEqual([1, 4])
  expect(store.getState().steps.map(({ step }) => step)).toEqual([1, 2])
  void store.getState().play()
  await waiting()
  store.getState().pause()
  await answer()
  expect(of('stream.open')).toHaveLength(1)
})

test('adaptation: the last thirty batches are kept', async () => {
  const { store, answer, waiting } = adapting()
  const played = store.getState().play()
  for (let at = 0; at < keptSteps + 2; at++) await answer()
  await waiting()
  store.getState().pause()
  await answer()
  await played
  expect(store.getState().steps).toHaveLength(keptSteps)
  expect(store.getState().steps.at(-1)?.step).toBe(keptSteps + 3)
})

test('adaptation: reset forgets the batches and keeps playing', async () => {
  const { store, answer, waiting, of } = adapting()
  const played = store.getState().play()
  await answer()
  await waiting()
  await store.getState().reset()
  expect(of('stream.reset')).toHaveLength(1)
  expect(store.getState()).toMatchObject({ steps: [], playing: true })
  store.getState().pause()
  await answer()
  await played
})

test('adaptation: another method closes the stream, drops the answer that was awaited, and begins paused', async () => {
  const { store, answer, waiting, of } = adapting()
  const played = store.getState().play()
  await waiting()
  store.getState().choose('lame')
  expect(store.getState()).toMatchObject({ method: 'lame', playing: false, stream: null, steps: [] })
  // Played again before the old answer is there: one loop, on the new stream.
  void store.getState().play()
  await answer()
  await waiting()
  store.getState().pause()
  await answer()
  await played
  expect(of('stream.close').map(({ input }) => input.streamId)).toEqual(['of tent'])
  expect(of('stream.step').map(({ input }) => input.streamId)).toEqual(['of tent', 'of lame'])
  expect(store.getState().steps).toHaveLength(1)
})

test('adaptation: a stream that fails stops, says why, and is opened anew by the next Play', async () => {
  const { store, answer, waiting, of } = adapting({ failAfter: 0 })
  const played = store.getState().play()
  await answer()
  await played
  expect(store.getState()).toMatchObject({ playing: false, stream: null, failure: { message: 'This adapted model is closed.' } })
  void store.getState().play()
  await waiting()
  expect(of('stream.open')).toHaveLength(2)
  expect(store.getState().failure).toBeNull()
  store.getState().pause()
  await answer()
})

test('adaptation: the cloud is drawn for a quarter of the time at most, once more for a pause, and is gone with a reset', async () => {
  const { store, answer, waiting, of, turnTo, pass } = adapting({ placeMs: 10 })
  const played = store.getState().play()
  await answer()
  await waiting()
  expect(of('stream.place')).toHaveLength(1)
  expect(store.getState().cloud?.shifts).toEqual([{ kind: 'rotation', severity: 1 }])
  pass(20)
  await answer()
  await waiting()
  expect(of('stream.place')).toHaveLength(1)
  pass(10)
  await answer()
  await waiting()
  expect(of('stream.place')).toHaveLength(2)
  turnTo(3)
  store.getState().pause()
  await answer()
  await played
  expect(store.getState().cloud?.shifts).toEqual([{ kind: 'rotation', severity: 3 }])
  await store.getState().reset()
  expect(store.getState().cloud).toBeNull()
})
