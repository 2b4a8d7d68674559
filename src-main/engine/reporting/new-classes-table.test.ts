/** Figures on classes never trained on, as the report and the card print them. */
import type { TrialResult } from '@shared/domain/run'
import { expect, it } from 'vitest'
import { newClassesTable } from './new-classes-table'

const trial = (method: string, figures: Partial<TrialResult>): TrialResult => ({
  method,
  seed: 1,
  lastCheckpoint: { epoch: 5, sourceAccuracyPct: 97, targetAccuracyPct: null },
  validators: {},
  imagesPerSecond: 1,
  seconds: 1,
  weightsSha256: '',
  ...figures,
})

const mean = (meanPct: number, ci95Pct: number) => ({ meanPct, ci95Pct })
const fewShot = {
  classes: ['heron', 'owl'],
  ways: 2,
  shots: 5,
  queries: 10,
  episodes: 600,
  accuracy: mean(91.25, 0.42),
  nearestPixel: mean(93, 0.5),
  overNearestPixel: mean(-1.75, 0.6),
}

it('new classes: a few-shot run has a row a trial, with the pairs of methods that tell them, and losses keep their sign', () => {
  const pairs = { within: 0.5, samePct: 81, differentPct: 95.5 }
  const table = newClassesTable(
    { runs: [trial('prototypical', { fewShot }), trial('siamese', { fewShot: { ...fewShot, pairs } })] },
    { siamese: 'Siamese network' },
  )
  expect(table?.header).toHaveLength(6)
  expect(table?.rows).toEqual([
    ['prototypical', '1', '91.3 ± 0.4 %', '93.0 ± 0.5 %', '−1.8 ± 0.6', ''],
    ['Siamese network', '1', '91.3 ± 0.4 %', '93.0 ± 0.5 %', '−1.8 ± 0.6', '81.0 %, 95.5 % at 0.5'],
  ])
  expect(table?.note).toContain('Chance: 50.0 %')
})

it('new classes: a zero-shot run stands beside chance, seen and unseen apart; other runs have no table', () => {
  const share = (pct: number) => ({ pct, lowPct: pct - 2, highPct: pct + 2 })
  const zeroShot = {
    unseenClasses: ['zebra', 'whale'],
    seenClasses: ['horse'],
    unseen: share(70),
    chancePct: 50,
    generalized: { seen: share(90), unseen: share(40), harmonicPct: 55.4 },
  }
  const table = newClassesTable({ runs: [trial('semantic-codes', { zeroShot })] }, {})
  expect(table?.rows).toEqual([['semantic-codes', '1', '70.0 % [68.0, 72.0]', '90.0 % [88.0, 92.0]', '40.0 % [38.0, 42.0]', '55.4 %']])
  expect(table?.note).toContain('Chance among 2 unseen classes: 50.0 %')
  expect(newClassesTable({ runs: [trial('dann', {})] }, {})).toBeNull()
})
