import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { ShiftPlaces, ShiftReadings, ShiftScene } from '@shared/domain/shift-scene'
import type { Client } from '@shared/rpc/types'
import { expect, test, vi } from 'vitest'
import { createShiftStore, sweepSeverities } from './shift'
import { withMaster } from './shift-stack'

const scene: ShiftScene = {
  sceneId: 's',
  runId: 'run',
  trialId: 'source-only-seed0',
  method: 'source-only',
  epoch: 3,
  images: 'source-test',
  classNames: ['a', 'b'],
  count: 4,
  size: 8,
  labels: Int32Array.of(0, 0, 1, 1),
  reference: { positions: new Float32Array(8), labels: Int32Array.of(0, 0, 1, 1) },
  map: 'trial',
}
const readings: ShiftReadings = {
  prediction: new Int32Array(4),
  confidence: new Float32Array(4),
  entropy: new Float32Array(4),
  accuracyPct: { value: 50, low: 20, high: 80 },
  meanConfidencePct: 70,
  meanEntropy: 0.4,
}
const places: ShiftPlaces = { positions: new Float32Array(8), left: 1, discrepancy: 0.2 }
const trial = { runId: 'run', trialId: 'source-only-seed0' }

interface Asked {
  readonly command: string
  readonly severity: number
}

/** An engine whose answers to `shift.measure` can be held back. */
function engineWith(options: { readonly hold?: boolean; readonly fail?: AppError } = {}) {
  const asked: Asked[] = []
  const held: (() => void)[] = []
  const call = async (command: string, input: { shifts?: { severity: number }[] }): Promise<unknown> => {
    asked.push({ command, severity: input.shifts?.[0]?.severity ?? 0 })
    if (command === 'shift.open') {
      if (options.fail) throw options.fail
      return scene
    }
    if (command === 'shift.images') return { pixels: new Uint8Array(4) }
    if (command === 'shift.measure') {
      if (options.hold) await new Promise<void>((resolve) => held.push(resolve))
      return readings
    }
    return command === 'shift.place' ? places : {}
  }
  const engine = { call, on: () => () => undefined, close: () => undefined } as unknown as Client<EngineContract>
  return { engine, asked, release: () => held.shift()?.() }
}

test('shift: opening a model shows images, then figures, then places, and then sweeps all severities', async () => {
  const { engine, asked } = engineWith()
  const store = createShiftStore({ engine })
  await store.getState().show([trial])
  await vi.waitFor(() => expect(store.getState().sweeps['run/source-only-seed0']).toHaveLength(sweepSeverities.length))
  expect(store.getState().look).toMatchObject({ readings, places, severity: 0 })
  expect(asked.slice(0, 5).map((one) => one.command)).toEqual([
    'shift.open',
    'shift.images',
    'shift.images',
    'shift.measure',
    'shift.place',
  ])
  store.getState().leave()
})

test('shift: while one position is answered the newest waits, and those between are never asked', async () => {
  const { engine, asked, release } = engineWith({ hold: true })
  const store = createShiftStore({ engine })
  await store.getState().show([trial])
  await vi.waitFor(() => expect(asked.at(-1)?.command).toBe('shift.measure'))
  for (const severity of [1, 2, 3]) store.getState().setSliders(withMaster(store.getState(), severity))
  release()
  await vi.waitFor(() => expect(asked.filter((one) => one.command === 'shift.measure')).toHaveLength(2))
  release()
  await vi.waitFor(() => expect(store.getState().look?.severity).toBe(3))
  expect(asked.filter((one) => one.command === 'shift.measure').map((one) => one.severity)).toEqual([0, 3])
  store.getState().leave()
})

test('shift: another share of the stack drops the sweep; the master alone keeps it', async () => {
  const { engine } = engineWith()
  const store = createShiftStore({ engine })
  await store.getState().show([trial])
  await vi.waitFor(() => expect(store.getState().sweeps['run/source-only-seed0']).toHaveLength(sweepSeverities.length))
  store.getState().setSliders(withMaster(store.getState(), 2))
  expect(store.getState().sweeps['run/source-only-seed0']).toHaveLength(sweepSeverities.length)
  store.getState().setSliders({ ...store.getState(), items: store.getState().items.slice(1) })
  expect(store.getState().sweeps).toEqual({})
  store.getState().leave()
})

test('shift: a model that cannot be opened says why, and can be tried again', async () => {
  const { engine } = engineWith({ fail: new AppError('not-found', 'No checkpoint.', 'Train it.') })
  const store = createShiftStore({ engine })
  await store.getState().show([trial])
  expect(store.getState().scenes['run/source-only-seed0']).toMatchObject({ status: 'failed', failure: { message: 'No checkpoint.' } })
})
