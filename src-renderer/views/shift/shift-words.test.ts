import type { RunRecord } from '@shared/domain/run'
import type { ShiftInfo } from '@shared/domain/shift'
import { expect, test } from 'vitest'
import { amountText, shiftTitle, trialsInView } from './shift-words'

const rotation: ShiftInfo = {
  id: 'rotation',
  label: 'Rotation',
  family: 'geometry',
  summary: 'Turns every image.',
  unit: '°',
  decimals: 0,
  amounts: [0, 10, 20, 30, 45, 60],
  levels: 'own',
  random: false,
}

test('shift words: a strength is written in its own unit', () => {
  expect(amountText(rotation, 2.4)).toBe('24°')
  expect(amountText({ ...rotation, unit: 'σ', decimals: 2, amounts: [0, 0.08, 0.12, 0.18, 0.26, 0.38] }, 2)).toBe('0.12 σ')
  expect(amountText({ ...rotation, unit: '% of the side' }, 1)).toBe('10 %')
  expect(shiftTitle(rotation)).toBe('Turns every image. 10, 20, 30, 45, 60 °: five levels of our own.')
})

const trial = (method: string, seed: number, checkpointEpoch = 3) => ({
  id: `${method}-seed${seed}`,
  method,
  seed,
  status: 'done',
  checkpointEpoch,
})
const run = (...trials: ReturnType<typeof trial>[]) => ({ trials }) as unknown as RunRecord

test('shift words: source-only is in view unless another is picked, with the method of its seed beside it', () => {
  const both = run(trial('dann', 0), trial('dann', 1), trial('source-only', 0), trial('source-only', 1), trial('target-oracle', 0))
  expect(trialsInView(both, null)).toMatchObject({ shown: { id: 'source-only-seed0' }, beside: { id: 'dann-seed0' } })
  expect(trialsInView(both, 'dann-seed1')).toMatchObject({ shown: { id: 'dann-seed1' }, beside: { id: 'source-only-seed1' } })
  expect(trialsInView(both, 'target-oracle-seed0').shown?.id).toBe('source-only-seed0')
})

test('shift words: without a checkpoint there is no model', () => {
  expect(trialsInView(run(trial('dann', 0, 0)), null)).toEqual({ shown: null, beside: null })
  expect(trialsInView(null, null)).toEqual({ shown: null, beside: null })
})
