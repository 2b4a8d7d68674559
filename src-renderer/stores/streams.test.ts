import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { Client } from '@shared/rpc/types'
import { expect, test, vi } from 'vitest'
import { createStreamsStore } from './streams'

const target = { runId: 'r', trialId: 't', data: null }

/** An engine whose jobs end when they are told to, and that lets events be sent. */
function storeWith() {
  const jobs: { readonly input: { readonly jobId: string }; end(value: unknown): void }[] = []
  const listeners = new Map<string, (payload: unknown) => void>()
  const call = (_: string, input: { readonly jobId: string }, options?: { readonly signal?: AbortSignal }): Promise<unknown> =>
    new Promise((resolve, reject) => {
      jobs.push({ input, end: resolve })
      options?.signal?.addEventListener('abort', () => reject(new AppError('cancelled', 'Stopped.', 'Start again.')))
    })
  const on = (event: string, listener: (payload: unknown) => void) => {
    listeners.set(event, listener)
    return () => listeners.delete(event)
  }
  const engine = { call, on, close: () => undefined } as unknown as Client<EngineContract>
  const store = createStreamsStore({ engine })
  const stop = store.getState().connect()
  const send = (event: string, payload: unknown): void => listeners.get(event)?.(payload)
  return { store, jobs, send, stop, listeners }
}

test('streams: a sweep shows how far it is and its map so far, and ends with the whole one', async () => {
  const { store, jobs, send } = storeWith()
  const done = store.getState().startSweep(target, { method: 'tent' })
  const { jobId } = jobs[0]!.input
  send('stream.progress', { jobId, done: 2, total: 25, secondsLeft: 12 })
  send('stream.map', { jobId, sweep: 'half' })
  expect(store.getState()).toMatchObject({ job: { kind: 'sweep', done: 2, total: 25, secondsLeft: 12 }, sweep: 'half' })
  send('stream.progress', { jobId: 'another', done: 9, total: 9, secondsLeft: 0 })
  expect(store.getState().job?.done).toBe(2)
  jobs[0]!.end('whole')
  await done
  expect(store.getState()).toMatchObject({ job: null, sweep: 'whole', failure: null })
})

test('streams: a cancelled one leaves what is known and no failure; another takes the place of one that runs', async () => {
  const { store, jobs, send } = storeWith()
  const first = store.getState().startSweep(target, { method: 'tent' })
  send('stream.map', { jobId: jobs[0]!.input.jobId, sweep: 'half' })
  store.getState().cancel()
  await first
  expect(store.getState()).toMatchObject({ job: null, sweep: 'half', failure: null })
  const second = store.getState().startSweep(target, { method: 'tent' })
  const third = store.getState().startStream(target, { method: 'lame' }, false)
  await second
  expect(store.getState().job?.kind).toBe('stream')
  jobs[2]!.end('result')
  await third
  expect(store.getState()).toMatchObject({ job: null, result: 'result', sweep: 'half', trialKey: 'r/t' })
  // What was streamed through one model is not shown beside another.
  void store.getState().startSweep({ ...target, trialId: 'other' }, { method: 'tent' })
  expect(store.getState()).toMatchObject({ sweep: null, result: null, trialKey: 'r/other' })
})

test('streams: what the engine refuses is said, and it stops listening', async () => {
  const { store, stop, listeners } = storeWith()
  const failing = createStreamsStore({
    engine: {
      call: () => Promise.reject(new AppError('invalid-input', 'No subfolders.', 'Give some.')),
    } as unknown as Client<EngineContract>,
  })
  await failing.getState().startStream(target, { method: 'tent' }, false)
  expect(failing.getState().failure?.message).toBe('No subfolders.')
  stop()
  await vi.waitFor(() => expect(listeners.size).toBe(0), { interval: 1 })
  expect(store.getState().job).toBeNull()
})
