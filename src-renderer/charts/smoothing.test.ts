import { describe, expect, test } from 'vitest'
import { decimate } from './decimate'
import { smooth, spanFor } from './smoothing'

describe('smoothing', () => {
  test('a constant stays itself, to its ends', () => {
    for (const value of smooth([3, 3, 3, 3, 3], 4)) expect(value).toBeCloseTo(3, 12)
  })

  test('span 1 returns the raw values', () => {
    expect(smooth([1, 5, 2], 1)).toEqual([1, 5, 2])
  })

  test('a straight line stays straight up to the last window: nothing lags', () => {
    const line = Array.from({ length: 40 }, (_, i) => 2 * i)
    for (const [i, value] of smooth(line, 6).slice(0, 34).entries()) expect(value).toBeCloseTo(2 * i, 9)
  })

  test('noise around a level shrinks', () => {
    const noisy = Array.from({ length: 200 }, (_, i) => 1 + (i % 2 === 0 ? 0.5 : -0.5))
    for (const value of smooth(noisy, 20).slice(20)) expect(Math.abs(value - 1)).toBeLessThan(0.05)
  })

  test('a value that is not a number is left out, not spread', () => {
    expect(smooth([1, 1, Number.NaN, 1, 1], 2)).toEqual([1, 1, 1, 1, 1])
  })

  test('the span grows with the series and stays bounded', () => {
    expect([spanFor(10), spanFor(400), spanFor(1e6)]).toEqual([1, 10, 200])
  })
})

describe('decimate', () => {
  test('a short series is kept whole', () => {
    expect(decimate([0, 1, 2], [5, 6, 7], 100)).toEqual([0, 1, 2])
  })

  test('a long series keeps its ends and every spike', () => {
    const x = Array.from({ length: 10_000 }, (_, i) => i)
    const y = x.map((i) => (i === 4321 ? 99 : i === 8765 ? -99 : Math.sin(i)))
    const kept = decimate(x, y, 200)
    expect(kept.length).toBeLessThanOrEqual(800)
    expect(kept[0]).toBe(0)
    expect(kept.at(-1)).toBe(9_999)
    expect(kept).toContain(4321)
    expect(kept).toContain(8765)
    expect(kept).toEqual([...kept].sort((a, b) => a - b))
  })

  test('a series with one x does not divide by zero', () => {
    const x = Array.from({ length: 100 }, () => 1)
    expect(decimate(x, x, 5).length).toBeLessThanOrEqual(4)
  })
})
