import type { AdversaryState } from '@shared/domain/adversary'
import { expect, test } from 'vitest'
import { arrowsOf, domainGround, longestOf, moveWords } from './adversary-words'

const figures = { domainLoss: 0.69, domainAccuracyPct: 50.4, sourceAccuracyPct: 99 }
const state: AdversaryState = {
  plane: {
    epoch: 3,
    cells: 2,
    reach: 2,
    prediction: new Int32Array(4),
    confidence: new Float32Array(4),
    positions: new Float32Array(4),
  },
  targetProbability: Float32Array.of(0, 0.25, 0.5, 1),
  arrows: Float32Array.of(3, 4, 0, 10),
  figures: [figures],
}

test('adversary: the ground has its lowest row last, and fades where the discriminator cannot tell', () => {
  const ground = domainGround(state)
  expect([...ground.classOf]).toEqual([1, 1, 0, 0])
  expect([...ground.strength]).toEqual([0, 1, 1, 0.5])
  expect([ground.paint, ground.left, ground.cell]).toEqual(['domain', -2, 2])
})

test('adversary: arrows point down the screen where y falls, the longest cut to a third of a unit', () => {
  const arrows = arrowsOf(state, 5)
  expect(arrows[0]).toBeCloseTo(0.21)
  expect(arrows[1]).toBeCloseTo(-0.28)
  expect(arrows[3]).toBeCloseTo(-0.35)
  expect(longestOf(state)).toBe(5)
})

test('adversary: words say what the last move changed, and what is there before any', () => {
  expect(moveWords([], [figures])).toBe('At the checkpoint: domain loss 0.69, tells 50 % of the points (chance 50 %)')
  expect(moveWords(['discriminator'], [figures, { ...figures, domainLoss: 0.41, domainAccuracyPct: 81.8 }])).toBe(
    'Discriminator, move 1: domain loss 0.69 → 0.41, tells 82 % of the points (chance 50 %)',
  )
})
