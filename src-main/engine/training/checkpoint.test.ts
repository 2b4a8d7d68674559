import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tf, type Variable } from '../backend/tensorflow'
import { restoreCheckpoint, saveCheckpoint } from './checkpoint'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-checkpoint-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const at = (step: number) => ({ step, epoch: step / 10, seconds: step, images: 64 * step })

function sessionWith(values: readonly number[]): { readonly state: ReadonlyMap<string, Variable> } {
  return { state: new Map([['kernel', tf.variable(tf.tensor1d([...values]))]]) }
}

it('checkpoint: the newest one comes back with its position, and only two are kept', async () => {
  const folder = join(root, 'kept')
  for (const step of [10, 20, 30]) await saveCheckpoint(folder, sessionWith([step]), at(step))
  expect(await readdir(folder)).toEqual(['step-00000020', 'step-00000030'])
  const session = sessionWith([0])
  expect(await restoreCheckpoint(folder, session)).toEqual(at(30))
  expect([...(session.state.get('kernel') as Variable).dataSync()]).toEqual([30])
})

it('checkpoint: weights that are not finite are never saved over a good one', async () => {
  const folder = join(root, 'nan')
  await saveCheckpoint(folder, sessionWith([1, 2]), at(10))
  await expect(saveCheckpoint(folder, sessionWith([1, Number.NaN]), at(20))).rejects.toMatchObject({ code: 'internal', field: 'kernel' })
  expect(await readdir(folder)).toEqual(['step-00000010'])
})

it('checkpoint: a damaged one is skipped for the one before it, another network is refused by name', async () => {
  const folder = join(root, 'damaged')
  await saveCheckpoint(folder, sessionWith([1]), at(10))
  await saveCheckpoint(folder, sessionWith([2]), at(20))
  await rm(join(folder, 'step-00000020', 'weights.bin'))
  expect((await restoreCheckpoint(folder, sessionWith([0])))?.step).toBe(10)
  await expect(restoreCheckpoint(folder, sessionWith([0, 0]))).rejects.toMatchObject({ code: 'invalid-input' })
})

it('checkpoint: a model is restored without what optimizers remember, to train on everything must be there', async () => {
  const folder = join(root, 'model')
  await saveCheckpoint(folder, sessionWith([7]), at(10))
  const session = sessionWith([0])
  const slot = tf.variable(tf.tensor1d([3]))
  const withSlot = { state: new Map([...session.state, ['optimizer/adam/m', slot]]) }
  await expect(restoreCheckpoint(folder, withSlot)).rejects.toMatchObject({
    message: expect.stringContaining('optimizer/adam/m is missing'),
  })
  expect(await restoreCheckpoint(folder, withSlot, 'model')).toEqual(at(10))
  expect([...withSlot.state.values()].flatMap((variable) => [...variable.dataSync()])).toEqual([7, 3])
})
