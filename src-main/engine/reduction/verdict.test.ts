import { describe, expect, it } from 'vitest'
import { figuresOf } from './figures'
import { costOf, verdictOf } from './verdict'

/** Logits [N,2] that predict these classes. */
const saying = (predicted: readonly number[]): Float32Array => Float32Array.from(predicted.flatMap((one) => (one === 0 ? [2, 0] : [0, 2])))

describe('verdict', () => {
  const truth = Int32Array.from({ length: 100 }, () => 0)
  const right = saying(Array.from(truth))
  const wrongIn = (count: number): Float32Array => saying(Array.from(truth, (_, at) => (at < count ? 1 : 0)))

  it('cost: is the loss on the same images with a paired interval', () => {
    const { lossPct, lowPct, highPct } = costOf(right, wrongIn(20), truth, 2)
    expect(lossPct).toBeCloseTo(20, 10)
    // Half an image in each cell: 20.5 right before only, 0.5 after only, 102 in all.
    const half = (1.959964 * Math.sqrt(21 - 20 ** 2 / 102)) / 102
    expect(lowPct).toBeCloseTo(100 * (20 / 102 - half), 10)
    expect(highPct).toBeCloseTo(100 * (20 / 102 + half), 10)
  })
  it('cost: images that all keep their class prove the less the fewer they are', () => {
    const same = (count: number) => costOf(right.subarray(0, 2 * count), right.subarray(0, 2 * count), truth.subarray(0, count), 2)
    expect(same(100)).toMatchObject({ lossPct: 0 })
    expect(same(100).highPct).toBeCloseTo(1.92, 2)
    expect(same(10).highPct).toBeCloseTo(16.3, 1)
    expect(same(10).lowPct).toBeCloseTo(-16.3, 1)
  })

  const figures = (source: number, target: number, sealed: boolean) => {
    const answers = { source: wrongIn(source), target: wrongIn(target) }
    const model = { graph: { weightCodes: {} }, weights: new Map() } as never
    return figuresOf({ model, answers }, { source: right, target: right }, { source: truth, target: sealed ? null : truth }, 2)
  }
  const said = (source: number, target: number) =>
    verdictOf(
      { source: costOf(right, wrongIn(source), truth, 2), target: costOf(right, wrongIn(target), truth, 2) },
      figures(source, target, false),
    )

  it('verdict: names the domain whose loss is clearly larger', () => {
    expect(said(1, 30)).toMatch(/^The target pays: the source loses 1\.0 points .*, the target loses 30\.0 points/)
    expect(said(40, 5)).toMatch(/^The source pays/)
  })
  it('verdict: says where the intervals do not tell', () => {
    expect(said(0, 0)).toMatch(/^Neither domain clearly pays/)
    expect(said(20, 24)).toMatch(/^Both domains pay/)
    expect(said(1, 8)).toMatch(/^The target pays, though/)
  })
  it('verdict: with sealed labels tells how many images keep their class, and no accuracy', () => {
    const after = figures(2, 10, true)
    expect(after.target.accuracy).toBeNull()
    expect(after.target.agreement.pct).toBe(90)
    expect(verdictOf({ source: costOf(right, wrongIn(2), truth, 2), target: null }, after)).toMatch(
      /labels are sealed: 90\.0 % of its images \(82\.\d to 94\.\d\) are still given the class they had/,
    )
  })
})
