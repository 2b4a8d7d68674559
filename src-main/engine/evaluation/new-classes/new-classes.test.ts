/** Episodes and attribute codes on points that can be counted by hand. */
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../nn/random'
import { createEpisodeOrder, drawEpisode, episodeClasses } from '../../training/episode-order'
import { episodeAccuracy, episodeMean } from './episodes'
import { judgeZeroShot, nearestCode } from './judge-zero-shot'
import { recognise } from './recognise'
import { tellPairs } from './tell-pairs'

/** Squared distances between points on a line. */
const distancesOf = (points: readonly number[]) => ({
  count: points.length,
  squares: Float32Array.from(points.flatMap((a) => points.map((b) => (a - b) ** 2))),
})

describe('episode', () => {
  const labels = Int32Array.from([...Array(8).fill(0), ...Array(8).fill(1), ...Array(3).fill(2), ...Array(8).fill(-1), ...Array(8).fill(4)])

  it('episode: classes with too few images, and those below 0, are not drawn', () => {
    expect([...episodeClasses(labels, { shots: 2, queries: 3 }).keys()]).toEqual([0, 1, 4])
  })

  it('episode: holds its classes one after another, each image once, and follows from the stream', () => {
    const classes = episodeClasses(labels, { shots: 2, queries: 3 })
    const rows = drawEpisode(classes, { ways: 2, shots: 2, queries: 3 }, createRandom(5))
    expect(new Set(rows).size).toBe(10)
    for (const way of [0, 1]) expect(new Set(rows.subarray(5 * way, 5 * way + 5).map((row) => labels[row])).size).toBe(1)
    expect(drawEpisode(classes, { ways: 2, shots: 2, queries: 3 }, createRandom(5))).toEqual(rows)
    expect(drawEpisode(classes, { ways: 9, shots: 2, queries: 3 }, createRandom(5))).toHaveLength(15)
  })

  it('episode: batches are a function of the step, and two classes must have images enough', () => {
    const { indices } = createEpisodeOrder(labels, { ways: 2, shots: 1, queries: 1 }, createRandom(1))
    const later = indices(7)
    expect(indices(7)).toEqual(later)
    expect(indices(8)).not.toEqual(later)
    expect(() => createEpisodeOrder(labels, { ways: 2, shots: 5, queries: 5 }, createRandom(1))).toThrow('5 + 5 images')
  })

  it('prototypes: a query goes to the nearest mean, which distances alone tell', () => {
    // Supports 0 and 10 have their mean at 5, 20 and 22 at 21: the query at 12 is nearer to 5, the one at 14 to 21.
    const rows = Int32Array.from([0, 1, 2, 3, 4, 5])
    const accuracy = (first: number, second: number) =>
      episodeAccuracy(distancesOf([0, 10, first, 20, 22, second]), rows, { shots: 2, queries: 1 }, 'prototypes')
    expect(accuracy(12, 14)).toBe(1)
    expect(accuracy(14, 14)).toBe(0.5)
  })

  it('nearest: a query goes to the class of the nearest support image', () => {
    // 14 is 4 from the support at 10, and 6 from the one at 20.
    const points = distancesOf([0, 10, 14, 20, 22, 21])
    expect(episodeAccuracy(points, Int32Array.from([0, 1, 2, 3, 4, 5]), { shots: 2, queries: 1 }, 'nearest')).toBe(1)
  })

  it('episodes: the mean is in percent, with its t-interval', () => {
    expect(episodeMean([0.5, 0.5])).toEqual({ meanPct: 50, ci95Pct: 0 })
    expect(episodeMean([0, 1]).ci95Pct).toBeCloseTo((12.706 * 100 * Math.SQRT1_2) / Math.SQRT2, 1)
  })
})

describe('naming classes', () => {
  const points = (...values: number[]) => ({ count: values.length, values: Float32Array.from(values) })
  const classes = [
    { name: 'low', isNew: true, support: points(0, 10) },
    { name: 'high', isNew: false, support: points(20, 22) },
  ]

  it('recognise: the mean of a class decides, or its nearest image where the method compares images', () => {
    const namesOf = (compares: 'prototypes' | 'nearest') =>
      recognise(points(12, 14), classes, { compares }).map(({ classes: [{ name }] }) => name)
    expect(namesOf('prototypes')).toEqual(['low', 'high'])
    expect(namesOf('nearest')).toEqual(['low', 'low'])
  })

  it('recognise: beyond the distance of one class an image is of none, and the distance is the unit of certainty', () => {
    const answers = recognise(points(11, 14), classes, { compares: 'nearest', sameWithin: 2 })
    expect(answers.map(({ known }) => known)).toEqual([true, false])
    expect(answers[1].classes[0].probability).toBeCloseTo(Math.exp(-4) / (Math.exp(-4) + Math.exp(-9)), 6)
    expect(recognise(points(14), classes, { compares: 'prototypes' })[0].known).toBeNull()
  })

  it('pairs: those of one class within the distance and those of two beyond it are told', () => {
    // Of one class: 0-1 within, 5-9 not. Of two: 1-5 alone is within 4.
    const told = tellPairs(distancesOf([0, 1, 5, 9.5]), Int32Array.from([0, 0, 1, 1]), 4)
    expect(told).toEqual({ within: 4, samePct: 50, differentPct: 75 })
  })
})

describe('zero-shot', () => {
  const codes = { cat: [1, 0, 0], dog: [0, 1, 0], cow: [0, 0, 1], yak: [0, 1, 1] }

  it('zero-shot: an image has the class with the nearest code among those it may have', () => {
    expect(nearestCode([0.1, 0.9, 0.8], ['dog', 'cow', 'yak'], codes)).toBe('yak')
    expect(nearestCode([0.1, 0.9, 0.8], ['dog', 'cow'], codes)).toBe('dog')
  })

  it('zero-shot: among unseen classes alone an image can be right that is wrong among all', () => {
    const unseen = { attributes: Float32Array.from([0, 0.6, 0.7, 0, 0.9, 0.4]), classes: ['yak', 'yak'] }
    const figures = judgeZeroShot({
      seen: { attributes: Float32Array.from([0.9, 0, 0, 0, 1, 0.9]), classes: ['cat', 'dog'] },
      unseen,
      codes,
      seenClasses: ['cat', 'dog'],
      unseenClasses: ['cow', 'yak'],
    })
    expect(figures).toMatchObject({
      chancePct: 50,
      unseen: { pct: 100 },
      generalized: { seen: { pct: 50 }, unseen: { pct: 50 }, harmonicPct: 50 },
    })
    expect(figures.unseen.lowPct).toBeLessThan(100)
  })
})
