import type { ReductionEntry } from '@shared/domain/reduction'
import { describe, expect, it } from 'vitest'
import { chainTo, costTone, costWords, sizeWords } from './chain'

const entry = (runId: string, from: string) => ({ runId, folder: '', model: { from } }) as unknown as ReductionEntry

describe('chain', () => {
  it('chain: goes back from the chosen model to the trained one', () => {
    const entries = [entry('a', 'run'), entry('b', 'a'), entry('c', 'run'), entry('d', 'b')]
    expect(chainTo(entries, 'd').map(({ runId }) => runId)).toEqual(['a', 'b', 'd'])
    expect(chainTo(entries, null)).toEqual([])
  })
  it('cost: is said with its interval, and is bad only where the interval is', () => {
    expect(costWords({ lossPct: 3.14, lowPct: 1.2, highPct: 5 })).toBe('loses 3.1 points (1.2 to 5.0)')
    expect(costWords({ lossPct: -0.4, lowPct: -1.1, highPct: 0.3 })).toBe('gains 0.4 points (−0.3 to 1.1)')
    expect(costWords({ lossPct: 0, lowPct: -0.01, highPct: 0.01 })).toBe('keeps its accuracy (0.0 to 0.0)')
    expect([costTone({ lossPct: 3, lowPct: 1, highPct: 5 }), costTone({ lossPct: 3, lowPct: -1, highPct: 7 })]).toEqual(['bad', 'plain'])
  })
  it('size: is a factor', () => {
    expect([sizeWords(400, 100), sizeWords(1000, 25), sizeWords(100, 99)]).toEqual(['4.0× smaller', '40× smaller', 'about as large'])
  })
})
