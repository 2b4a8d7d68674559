import { againWords } from '@shared/domain/checkpoint-words'
import { describe, expect, it } from 'vitest'
import { chooseCheckpoint } from './choose-checkpoint'

const judges = ['a', 'b', 'c', 'd'].map((id) => ({ id, label: id.toUpperCase() }))

/** Ten scored epochs; each validator is highest at the epoch given for it. */
const peaksAt = (...peaks: readonly number[]) =>
  Array.from({ length: 10 }, (_, index) => ({
    epoch: index + 1,
    validators: Object.fromEntries(peaks.map((peak, judge) => [judges[judge].id, -Math.abs(index + 1 - peak)])),
  }))

const choose = (scores: ReturnType<typeof peaksAt>, accuraciesPct: readonly number[] | null = null) =>
  chooseCheckpoint({ scores, accuraciesPct }, judges)

describe('checkpoint', () => {
  it('checkpoint: the epoch that three of four validators lie close to is chosen, and each one’s own is told', () => {
    const found = choose(peaksAt(4, 5, 5, 10))
    expect(found).toMatchObject({ choice: 5, lastEpoch: 10, costPoints: null })
    expect(found.votes.map(({ epoch }) => epoch)).toEqual([4, 5, 5, 10])
    expect(found.reason).toBe('3 of 4 validators choose within 1 of epoch 5 of 10.')
  })
  it('checkpoint: where they lie far apart the app abstains, says how far, and keeps the last', () => {
    expect(choose(peaksAt(2, 4, 7, 10))).toMatchObject({
      choice: null,
      reason: 'Keep the last: validators choose epochs from 2 to 10; no more than 1 of 4 validators lie within 1 epoch of one of them.',
    })
  })
  it('checkpoint: the last one is kept where it is as close to what they choose', () => {
    expect(choose(peaksAt(9, 9, 9, 2))).toMatchObject({ choice: 10, reason: expect.stringContaining('the last, 10, is as near') })
  })
  it('checkpoint: of equal scores the latest counts, and a single checkpoint or validator is a reason to abstain', () => {
    const flat = peaksAt(5, 5).map(({ epoch }) => ({ epoch, validators: { a: 1, b: 1 } }))
    expect(choose(flat).votes.map(({ epoch }) => epoch)).toEqual([10, 10])
    expect(choose(peaksAt(5, 5).slice(0, 1)).reason).toContain('no two scored checkpoints')
    expect(choose(peaksAt(5)).reason).toContain('fewer than two validators')
    expect(choose([])).toMatchObject({ choice: null, votes: [] })
  })
  it('checkpoint: for an earlier one it is said how to come to it, and nothing for the last', () => {
    expect(againWords(choose(peaksAt(4, 5, 5, 10)))).toContain('train again with --epochs 5')
    expect(againWords(choose(peaksAt(9, 9, 9, 2)))).toBeNull()
    expect(againWords(choose(peaksAt(2, 4, 7, 10)))).toBeNull()
  })
  it('checkpoint: labels price the choices and never make them', () => {
    const scores = peaksAt(4, 5, 5, 10)
    const seen = choose(scores, [10, 20, 30, 40, 50, 90, 60, 60, 60, 55])
    const { choice, reason } = choose(scores)
    expect(seen).toMatchObject({ choice, reason, costPoints: 40, lastCostPoints: 35 })
    expect(seen.votes.map(({ costPoints }) => costPoints)).toEqual([50, 40, 40, 35])
  })
})
