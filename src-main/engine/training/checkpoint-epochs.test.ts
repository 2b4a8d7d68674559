import { expect, it } from 'vitest'
import { isCheckpointEpoch, isScoredEpoch } from './checkpoint-epochs'

const kept = (epochs: number): number[] =>
  Array.from({ length: epochs }, (_, index) => index + 1).filter((epoch) => isCheckpointEpoch(epoch, epochs))

it('checkpoints: every epoch of a trial of up to sixty, and about sixty of a longer one, its last among them', () => {
  expect(kept(10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(kept(60)).toHaveLength(60)
  expect(kept(61).slice(-2)).toEqual([60, 61])
  expect(kept(300)).toHaveLength(60)
  expect(kept(300)[0]).toBe(5)
})

it('checkpoints: what the validators score has a checkpoint, and of a long trial there are ten to twenty-one scores', () => {
  for (let epochs = 1; epochs <= 1000; epochs++) {
    const scored = kept(epochs).filter((epoch) => isScoredEpoch(epoch, epochs))
    const wanted = Array.from({ length: epochs }, (_, index) => index + 1).filter((epoch) => isScoredEpoch(epoch, epochs))
    expect(scored).toEqual(wanted)
    expect(scored.at(-1)).toBe(epochs)
    if (epochs > 20) expect(scored.length).toBeGreaterThanOrEqual(10)
    expect(scored.length).toBeLessThanOrEqual(21)
  }
})
