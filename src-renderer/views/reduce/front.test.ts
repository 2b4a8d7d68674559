import { describe, expect, it } from 'vitest'
import { byteTicks, type FrontPoint, paretoFront } from './front'

const point = (bytes: number, target: number | null): FrontPoint => ({
  id: `${bytes}/${target}`,
  runId: null,
  label: '',
  bytes,
  source: null,
  target: target === null ? null : { pct: target, lowPct: target - 1, highPct: target + 1 },
  kind: 'model',
})

describe('front', () => {
  it('front: holds what no smaller model beats, from the smallest on', () => {
    const points = [point(100, 90), point(50, 92), point(20, 80), point(30, 70), point(50, 60), point(10, null)]
    expect(paretoFront(points, 'target').map(({ bytes }) => bytes)).toEqual([20, 50])
    expect(paretoFront(points, 'source')).toEqual([])
  })
  it('front: ticks are round numbers within the range', () => {
    expect(byteTicks(15_000, 900_000)).toEqual([20_000, 50_000, 100_000, 200_000, 500_000])
    expect(byteTicks(60, 70)).toEqual([60, 70])
  })
})
