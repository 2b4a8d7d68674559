import { describe, expect, test } from 'vitest'
import { pushApart } from './label-layout'

const space = { top: 0, bottom: 100 }
const label = (id: string, y: number, height = 10) => ({ id, y, height })

describe('label layout', () => {
  test('labels with room stay where their lines end, without leaders', () => {
    const placed = pushApart([label('b', 70), label('a', 20)], space)
    expect(placed).toEqual([
      { id: 'a', y: 20, wanted: 20, leader: false },
      { id: 'b', y: 70, wanted: 70, leader: false },
    ])
  })

  test('two labels that collide part evenly around their mean', () => {
    const [a, b] = pushApart([label('a', 50), label('b', 52)], space)
    expect(a?.y).toBeCloseTo(46)
    expect(b?.y).toBeCloseTo(56)
  })

  test('a label moved by more than half its height gets a leader', () => {
    const placed = pushApart([label('a', 50), label('b', 50), label('c', 50)], space)
    expect(placed.map((p) => p.leader)).toEqual([true, false, true])
  })

  test('labels at the edges are pushed inwards, and push their neighbours', () => {
    const placed = pushApart([label('a', 99), label('b', 98), label('c', 3)], space)
    expect(placed.map((p) => [p.id, p.y])).toEqual([
      ['c', 5],
      ['b', 85],
      ['a', 95],
    ])
  })

  test('no two of 200 random layouts overlap or leave the space', () => {
    let seed = 7
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed / 2147483648
    }
    for (let round = 0; round < 200; round++) {
      const placed = pushApart(
        Array.from({ length: 1 + Math.floor(random() * 10) }, (_, i) => label(String(i), random() * 120 - 10)),
        space,
      )
      for (const [i, p] of placed.entries()) {
        expect(p.y).toBeGreaterThanOrEqual(5 - 1e-6)
        expect(p.y).toBeLessThanOrEqual(95 + 1e-6)
        const next = placed[i + 1]
        if (next) expect(next.y - p.y).toBeGreaterThanOrEqual(10 - 1e-6)
      }
    }
  })

  test('more labels than fit are squeezed evenly instead of overflowing', () => {
    const placed = pushApart(
      Array.from({ length: 20 }, (_, i) => label(String(i), 50)),
      space,
    )
    expect(placed[0]?.y).toBeCloseTo(2.5)
    expect(placed[19]?.y).toBeCloseTo(97.5)
  })
})
