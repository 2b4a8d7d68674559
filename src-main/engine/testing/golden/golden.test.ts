/** Every adapter on every case of its golden file, and what the judge accepts. */
import { describe, expect, it } from 'vitest'
import { defineGoldenAdapter } from './golden-adapter'
import { type GoldenCase, goldenFolder, readGoldenCases } from './golden-case'
import { judgeCase } from './judge'
import { goldenAdapters } from './registry'

describe('golden judge', () => {
  const golden: GoldenCase = {
    tag: 'made-up',
    params: {},
    inputs: { x: { shape: [2], data: [1, 2] } },
    expected: { loss: 100, edge: { shape: [2], data: ['NaN', '-Infinity'] }, other: 3 },
    gradients: { loss: { x: { shape: [2], data: [0, 10] } } },
    inFloat32: { expected: { loss: 101 }, gradients: {} },
  }
  const answering = (loss: number, slope: number) =>
    defineGoldenAdapter({
      name: 'made-up',
      leaves: { other: 'not this variant' },
      run: () => ({
        values: { loss, edge: [Number.NaN, Number.NEGATIVE_INFINITY] },
        gradients: { loss: { x: [0, slope] } },
      }),
    })

  it('judge: accepts either precision within 1e-4 for values and 1e-3 for gradients, and nothing beyond', () => {
    expect(judgeCase(answering(100.01, 10.01), golden)).toEqual([])
    expect(judgeCase(answering(101.01, 9.99), golden)).toEqual([])
    expect(judgeCase(answering(100.03, 10), golden)).toEqual([expect.stringContaining('made-up: loss is 100.03, not 100')])
    expect(judgeCase(answering(100, 10.03), golden)).toEqual([expect.stringContaining('dloss/dx is 10.03, not 10, at entry 1')])
    expect(judgeCase(answering(Number.NaN, 10), golden)).toHaveLength(1)
  })

  it('judge: a key that is neither computed nor left with a reason fails', () => {
    const silent = defineGoldenAdapter({ name: 'made-up', run: () => ({ values: {} }) })
    expect(judgeCase(silent, golden).map((problem) => problem.split(' ').slice(1).join(' '))).toEqual([
      'loss not computed',
      'edge not computed',
      'other not computed',
      'dloss/dx not computed',
    ])
  })
})

describe('golden adapters', () => {
  it('registry: names are unique and in order', () => {
    const names = goldenAdapters.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)].sort())
  })

  for (const adapter of goldenAdapters) {
    const cases = readGoldenCases(goldenFolder, adapter.name)
    it.skipIf(cases === null)(`${adapter.name}: equals the reference (skipped where ${goldenFolder} has no such file)`, () => {
      expect((cases ?? []).flatMap((golden) => judgeCase(adapter, golden))).toEqual([])
    })
  }
})
