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
  it('front: ticks are powers of two within the range', () => {
    expect(byteTicks(15_000, 300_000)).toEqual([16_384, 32_768, 65_536, 131_072, 262_144])
    expect(byteTicks(1000, 1_100_000)).toEqual([1024, 4096, 16_384, 65_536, 262_144, 1_048_576])
    expect(byteTicks(66, 70)).toEqual([66, 70])
  })
})
