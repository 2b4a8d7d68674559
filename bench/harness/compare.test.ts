import { describe, expect, it } from 'vitest'
import { measureInTurns, toFigure } from './compare'

const rates = { name: 'x', unit: 'images/s', better: 'higher' } as const

describe('figures', () => {
  it('compare: every round measures each contestant once, and each goes first in turn', async () => {
    const order: string[] = []
    const contestant = (name: string) => () => {
      order.push(name)
      return order.length
    }
    const values = await measureInTurns({ ours: contestant('ours'), peer: contestant('peer') }, { repeats: 2, seconds: 1 })
    expect(order).toEqual(['ours', 'peer', 'peer', 'ours'])
    expect(values).toEqual(
      new Map([
        ['ours', [1, 4]],
        ['peer', [2, 3]],
      ]),
    )
  })
  it('figure: medians, the best peer, and the ratio as the median over rounds', () => {
    const figure = toFigure(
      rates,
      new Map([
        ['ours', [100, 200, 300]],
        ['slow', [10, 10, 10]],
        ['fast', [100, 100, 50]],
      ]),
    )
    expect(figure).toMatchObject({
      ours: 200,
      peer: 100,
      peerName: 'fast',
      ratio: 2,
      ratios: { slow: 20, fast: 2 },
      repeats: 3,
      spread: { ours: 1, slow: 0, fast: 0.5 },
    })
  })
  it('figure: where lower is better, a ratio above 1 still means that ours is better', () => {
    const seconds = { ...rates, better: 'lower' } as const
    expect(toFigure(seconds, new Map(Object.entries({ ours: [1, 1], other: [2, 4], quick: [2, 2] })))).toMatchObject({
      peerName: 'quick',
      ratio: 2,
    })
  })
  it('figure: without a peer, ours alone', () => {
    expect(toFigure(rates, new Map([['ours', [5]]]))).toMatchObject({ ours: 5, peer: null, peerName: null, ratio: null })
  })
})
