import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { ExportedModel, ExportProgress } from '@shared/domain/export'
import type { Client } from '@shared/rpc/types'
import { expect, it } from 'vitest'
import { cardKey, createExportsStore, newestExport } from './exports'

const target = { runId: 'r', trialId: 'dann-seed0', format: 'onnx', normalisedAs: 'target' } as const
const plain = { keepRejected: false }
const exported = {
  folder: '/r/exports/a',
  manifest: { format: 'onnx', normalisedAs: 'target', origin: { trialId: 'dann-seed0' } },
} as unknown as ExportedModel

function storeOver(start: (signal: AbortSignal | undefined, progress: (one: ExportProgress) => void) => Promise<ExportedModel>) {
  let tell: (progress: ExportProgress) => void = () => undefined
  const engine = {
    call: (name: string, _input: unknown, options?: { readonly signal?: AbortSignal }) =>
      name === 'export.list' ? Promise.resolve([]) : start(options?.signal, (one) => tell(one)),
    on: (_name: string, listener: (progress: ExportProgress) => void) => {
      tell = listener
      return () => undefined
    },
    close: () => undefined,
  } as unknown as Client<EngineContract>
  const store = createExportsStore({ engine })
  store.getState().connect()
  return store
}

it('exports: progress belongs to the export that runs, and its model is the newest afterwards', async () => {
  const seen: (number | undefined)[] = []
  const store = storeOver(async (_signal, progress) => {
    progress({ runId: 'other', trialId: 'dann-seed0', phase: 'checking', done: 1, total: 9 })
    progress({ runId: 'r', trialId: 'dann-seed0', phase: 'checking', done: 5, total: 9 })
    seen.push(store.getState().job?.progress?.done)
    return exported
  })
  await store.getState().start(target, plain)
  expect(seen).toEqual([5])
  expect(store.getState().job).toBeNull()
  expect(newestExport(store.getState().made.r ?? [], target)).toBe(exported)
  expect(newestExport(store.getState().made.r ?? [], { ...target, format: 'tfjs' })).toBeNull()
  expect(newestExport(store.getState().made.r ?? [], { ...target, normalisedAs: 'source' })).toBeNull()
})

it('exports: a failure stays until it is tried again, a stop leaves none', async () => {
  let attempts = 0
  const store = storeOver(async (signal) => {
    attempts += 1
    if (attempts === 1) throw new AppError('internal', 'The layer features/conv2 is off.', 'Try another format.', 'features/conv2')
    store.getState().stop()
    expect(signal?.aborted).toBe(true)
    throw new AppError('cancelled', 'The export was stopped.', 'Export again.')
  })
  await store.getState().start(target, plain)
  expect(store.getState().failures[cardKey(target)]?.field).toBe('features/conv2')
  await store.getState().start(target, plain)
  expect(store.getState().failures).toEqual({})
})
