import type { FewShotFigures, ZeroShotFigures } from '@shared/domain/new-classes'
import type { RunResult } from '@shared/domain/run'
import { expect, it } from 'vitest'
import { newClassesText } from './new-class-words'

const lastCheckpoint = { epoch: 5, sourceAccuracyPct: 95, targetAccuracyPct: null }
const few = (seed: number, meanPct: number) => ({
  ...{ method: 'siamese', seed, lastCheckpoint },
  fewShot: {
    ...{ classes: ['5', '6', '7'], ways: 3, shots: 1, episodes: 600 },
    ...{ accuracy: { meanPct, ci95Pct: 0.4 }, nearestPixel: { meanPct: 60, ci95Pct: 0.5 } },
  } as FewShotFigures,
})
const textOf = (runs: readonly object[], method: string) =>
  newClassesText({ runs: runs as unknown as RunResult['runs'] }, { method, seed: 0 })

it('card: a few-shot model has its accuracy on new classes, over seeds and of its own, beside the nearest pixels', () => {
  expect(textOf([few(0, 80), few(1, 82)], 'siamese')).toBe(
    'On 3 classes that it was not trained on, 3 ways and 1 shot: 81.0 ± 12.7 %, mean and 95 % t-interval over 2 seeds. This one, seed 0: 80.0 ± 0.4 % over 600 episodes; nearest pixels, which need no training: 60.0 ± 0.5 %.',
  )
})
it('card: a zero-shot model has its accuracy on unseen classes beside chance', () => {
  const zeroShot = {
    ...{ unseenClasses: ['a', 'b'], chancePct: 50, unseen: { pct: 71, lowPct: 65, highPct: 76 } },
    generalized: { harmonicPct: 40 },
  } as ZeroShotFigures
  expect(textOf([{ method: 'codes', seed: 0, lastCheckpoint, zeroShot }], 'codes')).toBe(
    'On 2 classes that it was not trained on, told from one another: 71.0 %, one seed, so without an interval. This one, seed 0: 71.0 % [65.0, 76.0], chance 50.0 %; among all classes, the harmonic mean of seen and unseen is 40.0 %.',
  )
})
it('card: a model of shared classes has none of this', () => {
  expect(textOf([{ method: 'dann', seed: 0, lastCheckpoint: { ...lastCheckpoint, targetAccuracyPct: 70 } }], 'dann')).toBeNull()
})
