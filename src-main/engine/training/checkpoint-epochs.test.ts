import { expect, it } from 'vitest'
import { isCheckpointEpoch } from './checkpoint-epochs'

const kept = (epochs: number): number[] =>
  Array.from({ length: epochs }, (_, index) => index + 1).filter((epoch) => isCheckpointEpoch(epoch, epochs))

it('checkpoints: every epoch of a trial of up to sixty, and about sixty of a longer one, its last among them', () => {
  expect(kept(10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(kept(60)).toHaveLength(60)
  expect(kept(61).slice(-2)).toEqual([60, 61])
  expect(kept(300)).toHaveLength(60)
  expect(kept(300)[0]).toBe(5)
})
