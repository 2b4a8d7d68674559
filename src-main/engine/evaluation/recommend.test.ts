import { describe, expect, it } from 'vitest'
import { type Candidate, kendallW, ranksOf, recommend } from './recommend'

const judges = ['a', 'b', 'c', 'd'].map((id) => ({ id, label: id.toUpperCase() }))
const candidate = (id: string, scores: readonly number[], more: Partial<Candidate> = {}): Candidate => ({
  id,
  label: id,
  seeds: 3,
  newClasses: false,
  validators: Object.fromEntries(scores.map((score, index) => [judges[index].id, score])),
  targetMeanPct: null,
  ...more,
})

describe('agreement', () => {
  it('kendall: one order for all is 1, opposite orders are 0, and the ranks of ties are shared', () => {
    expect(
      kendallW([
        [1, 2, 3],
        [1, 2, 3],
        [1, 2, 3],
      ]),
    ).toBeCloseTo(1)
    expect(
      kendallW([
        [1, 2, 3],
        [3, 2, 1],
      ]),
    ).toBeCloseTo(0)
    expect(
      kendallW([
        [1.5, 1.5],
        [1.5, 1.5],
      ]),
    ).toBe(0)
    expect(ranksOf([0.2, 0.9, 0.2, 0.1])).toEqual([2.5, 1, 2.5, 4])
  })
})

describe('recommendation', () => {
  it('recommendation: what the validators agree on is chosen, and those who dissent are named', () => {
    const found = recommend([candidate('good', [9, 9, 9, 1]), candidate('fair', [5, 5, 5, 2]), candidate('poor', [1, 1, 1, 0])], judges)
    expect(found).toMatchObject({ choice: 'good', dissent: ['D'], costPoints: null })
    expect(found.reason).toContain('3 of 4 choose good, 1 fair')
  })
  it('recommendation: when they disagree the app abstains and says how far apart they are', () => {
    const found = recommend([candidate('x', [9, 9, 0, 0]), candidate('y', [5, 0, 9, 5]), candidate('z', [0, 5, 5, 9])], judges)
    expect(found.choice).toBeNull()
    expect(found.reason).toMatch(/disagree.*Kendall's W 0\.\d\d, 0\.60 needed/)
  })
  it('recommendation: one candidate, one seed, or no scores in common are reasons to abstain', () => {
    expect(recommend([candidate('only', [1, 1, 1, 1])], judges).reason).toContain('only one method')
    const oneSeed = [candidate('x', [2, 2, 2, 2], { seeds: 1 }), candidate('y', [1, 1, 1, 1])]
    expect(recommend(oneSeed, judges)).toMatchObject({ choice: null, reason: expect.stringContaining('on one seed only') })
    expect(recommend([candidate('x', []), candidate('y', [1, 1, 1, 1])], judges).reason).toContain('no validator scores in common')
  })
  it('recommendation: validators that assume shared classes rank no method that meets new ones', () => {
    const found = recommend([candidate('siamese', [9, 9, 9, 9], { newClasses: true }), candidate('y', [1, 1, 1, 1])], judges)
    expect(found).toMatchObject({ choice: null, votes: [], agreement: null })
    expect(found.reason).toMatch(/^Validators assume that source and target have the same classes, but siamese was to recognise/)
  })
  it('recommendation: labels price the choice and never make it', () => {
    const scores = [
      [9, 9, 9, 9],
      [1, 1, 1, 1],
    ]
    const blind = recommend([candidate('x', scores[0]), candidate('y', scores[1])], judges)
    const seen = recommend([candidate('x', scores[0], { targetMeanPct: 60 }), candidate('y', scores[1], { targetMeanPct: 75 })], judges)
    expect(seen.choice).toBe(blind.choice)
    expect(seen.reason).toBe(blind.reason)
    expect(seen.costPoints).toBe(15)
    expect(seen.votes.map((vote) => vote.costPoints)).toEqual([15, 15, 15, 15])
  })
})
