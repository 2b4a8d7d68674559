/** The recipe's store: what is asked again, what goes on while the study changes, and the run that is handed to the form once. */
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { RecipeReport } from '@shared/domain/recipe'
import type { Client } from '@shared/rpc/types'
import { expect, it } from 'vitest'
import { createRecipesStore, type RecipeLook } from './recipe'

const look: RecipeLook = {
  studyId: 'study',
  pair: { source: { kind: 'folder', path: '/a' }, target: { kind: 'folder', path: '/b' }, images: { imageSize: 8 }, testFraction: 0.1 },
  setup: { method: 'dann', backbone: 'mlp', epochs: 3, batch: 8, settings: {}, seed: 0 },
  runId: null,
  version: '',
}

function storeOver(answer: (signal: AbortSignal | undefined) => Promise<Partial<RecipeReport>>) {
  const calls: { readonly measure: boolean }[] = []
  const engine = {
    call: (_command: string, input: { readonly measure: boolean }, options?: { readonly signal?: AbortSignal }) => {
      calls.push({ measure: input.measure })
      return answer(options?.signal)
    },
    on: () => () => undefined,
    close: () => undefined,
  } as unknown as Client<EngineContract>
  return { store: createRecipesStore({ engine }), calls }
}

it('recipe: the same study is judged once, a changed one again', async () => {
  const { store, calls } = storeOver(async () => ({ gates: [] }))
  await store.getState().look(look)
  await store.getState().look(look)
  expect(calls).toHaveLength(1)
  await store.getState().look({ ...look, version: 'done 3' })
  expect(calls).toHaveLength(2)
})

it('recipe: a measurement goes on while the study changes, and stopping it keeps what was known', async () => {
  const { store, calls } = storeOver(
    (signal) =>
      new Promise((resolve, reject) => {
        if (calls.at(-1)?.measure !== true) resolve({ gates: [] })
        signal?.addEventListener('abort', () => reject(new AppError('cancelled', 'Stopped.', '')))
      }),
  )
  await store.getState().look(look)
  const measuring = store.getState().measure(look)
  await store.getState().look({ ...look, version: 'later' })
  expect(calls.map(({ measure }) => measure)).toEqual([false, true])
  store.getState().stop('study')
  await measuring
  expect(store.getState().looks.study).toMatchObject({ status: 'ready', report: { gates: [] }, failure: null })
})

it('recipe: a prepared change is handed to the form of its study, once', () => {
  const { store } = storeOver(async () => ({}))
  store.getState().prepare('study', { epochs: 20 })
  expect(store.getState().takePrepared('other')).toBeNull()
  expect(store.getState().takePrepared('study')).toEqual({ epochs: 20 })
  expect(store.getState().takePrepared('study')).toBeNull()
})
