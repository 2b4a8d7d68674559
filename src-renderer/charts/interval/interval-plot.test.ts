import { describe, expect, test } from 'vitest'
import { intervalGeometry, referenceAnchors } from './interval-geometry'
import { byMean, type IntervalRow, intervalText } from './interval-rows'

const row = (id: string, mean: number | null, half: number | null, seeds = 3): IntervalRow => ({
  id,
  label: id,
  mean,
  half,
  seeds: Array.from({ length: seeds }, (_, seed) => ({ seed, value: mean ?? 0 })),
})

describe('interval plot', () => {
  test('figures carry their interval, and say when one seed gives none', () => {
    expect(intervalText(row('dann', 73.06, 6.84))).toBe('73.1 ± 6.8')
    expect(intervalText(row('dann', 73.06, null, 1))).toBe('73.1, 1 seed')
    expect(intervalText(row('dann', null, null))).toBe('')
  })

  test('rows are sorted by mean, sealed ones last', () => {
    expect(byMean([row('a', 40, 1), row('b', null, null), row('c', 70, 1)]).map((r) => r.id)).toEqual(['c', 'a', 'b'])
  })

  test('names of lines that stand close together go to their sides', () => {
    const at = (oracle: number) => [
      { x: 100, label: 'source-only' },
      { x: oracle, label: 'oracle' },
    ]
    expect(referenceAnchors(at(130), 1)).toEqual(['end', 'start'])
    expect(referenceAnchors(at(300), 1)).toEqual(['middle', 'middle'])
  })

  test('the axis leaves room for labels on the left and every column on the right', () => {
    const rows = [row('Target oracle', 96.1, 0.5), row('DANN', 73.1, 6.8)]
    const geometry = intervalGeometry(
      { rows, domain: [0, 100], columns: ['Source', 'Time'], meanTitle: 'Mean ± 95 %' },
      { width: 640, height: 300, scale: 1 },
    )
    const [from, to] = geometry.x.range() as [number, number]
    expect(from).toBeGreaterThan(90)
    expect(to).toBeLessThan(geometry.meanRight - 60)
    expect(geometry.cellRights[1]).toBeGreaterThan(geometry.cellRights[0] as number)
    expect(geometry.plotBottom).toBeLessThanOrEqual(300)
  })
})
