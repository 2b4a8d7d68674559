import { expect, it } from 'vitest'
import { costWords, progressWords } from './export-words'

it('export words: which domain pays, by how much, and that a sealed one is not known', () => {
  expect(costWords({ lab: { sourcePct: 96.9, targetPct: 75.9 }, file: { sourcePct: 96.8, targetPct: 75.3 } })).toBe(
    'target pays 0.6 points, source pays 0.1 points',
  )
  expect(costWords({ lab: { sourcePct: 90, targetPct: 60 }, file: { sourcePct: 90, targetPct: 60 } })).toBe('both domains unchanged')
  expect(costWords({ lab: { sourcePct: 90, targetPct: null }, file: { sourcePct: 91, targetPct: null } })).toBe(
    'source gains 1.0 points; target sealed',
  )
})

it('export words: progress counts the images that are checked', () => {
  expect(progressWords({ runId: 'r', trialId: 't', phase: 'checking', done: 320, total: 1350 })).toBe(
    'Running the written file: 320 of 1,350 images',
  )
})
