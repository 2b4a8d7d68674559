import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { Client } from '@shared/rpc/types'
import { describe, expect, it } from 'vitest'
import { createReductionsStore, type ReductionPlan } from './reductions'

const trial = { runId: 'run', trialId: 'dann-seed0' }
const now = { ...trial, epoch: 2 }
const plan: ReductionPlan = { from: null, way: 'prune', settings: { sparsity: 0.5 } }

/** Answers are given by hand, in any order. */
function fakeEngine() {
  const calls: {
    command: string
    input: unknown
    signal: AbortSignal | undefined
    answer(value: unknown): void
    fail(error: unknown): void
  }[] = []
  const listeners = new Map<string, (payload: never) => void>()
  const engine = {
    call: (command: string, input: unknown, options?: { signal?: AbortSignal }) =>
      new Promise((answer, fail) => {
        calls.push({ command, input, signal: options?.signal, answer, fail })
        options?.signal?.addEventListener('abort', () => fail(new AppError('cancelled', 'Stopped.', 'Again.')))
      }),
    on: (event: string, listener: (payload: never) => void) => {
      listeners.set(event, listener)
      return () => listeners.delete(event)
    },
    close: () => undefined,
  } as unknown as Client<EngineContract>
  return { engine, calls, tell: (event: string, payload: unknown) => listeners.get(event)?.(payload as never) }
}

describe('reductions', () => {
  it('reductions: of two looks the newer one is shown, and the older one is given up', async () => {
    const { engine, calls } = fakeEngine()
    const store = createReductionsStore({ engine })
    const first = store.getState().look(now, plan)
    const second = store.getState().look(now, { ...plan, settings: { sparsity: 0.6 } })
    expect(calls[0]?.signal?.aborted).toBe(true)
    const figures = { bytes: 10 }
    calls[1]?.answer({ figures })
    await Promise.all([first, second])
    expect(store.getState().preview).toMatchObject({ figures, waiting: false })
    expect(store.getState().failure).toBeNull()
  })
  it('reductions: a trial that trained on is looked at anew, one that did not is not', async () => {
    const { engine, calls } = fakeEngine()
    const store = createReductionsStore({ engine })
    for (const epoch of [2, 2, 3]) {
      const look = store.getState().look({ ...trial, epoch }, plan)
      calls.at(-1)?.answer({ figures: { bytes: epoch } })
      await look
    }
    expect(calls.map(({ input }) => input)).toEqual(Array.from({ length: 2 }, () => ({ ...trial, ...plan })))
    expect(store.getState().preview?.figures).toEqual({ bytes: 3 })
  })
  it('reductions: progress and points belong to the trial that is reduced; stopping is no failure', async () => {
    const { engine, calls, tell } = fakeEngine()
    const store = createReductionsStore({ engine })
    store.getState().connect()
    const done = store.getState().reduce(trial, plan)
    tell('reduction.progress', { ...trial, progress: { share: 0.5, doing: 'Prune', secondsLeft: 3 } })
    tell('reduction.point', { ...trial, trialId: 'other', point: { label: 'not mine' } })
    tell('reduction.point', { ...trial, point: { label: 'mine' } })
    expect(store.getState().job).toMatchObject({ progress: { share: 0.5 }, points: [{ label: 'mine' }] })
    store.getState().stop()
    expect(calls[0]?.signal?.aborted).toBe(true)
    expect(await done).toBeNull()
    expect(store.getState()).toMatchObject({ job: null, failure: null })
  })
  it('reductions: what the engine refuses is shown in its words', async () => {
    const { engine, calls } = fakeEngine()
    const store = createReductionsStore({ engine })
    const done = store.getState().reduce(trial, plan)
    calls[0]?.fail(new AppError('invalid-input', 'This model is kept in 8 bits already.', 'Prune first.', 'how'))
    expect(await done).toBeNull()
    expect(store.getState().failure?.message).toBe('This model is kept in 8 bits already.')
  })
})
