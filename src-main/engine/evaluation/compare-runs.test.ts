import type { RunRecord, RunResult, TrialResult } from '@shared/domain/run'
import { describe, expect, it } from 'vitest'
import { comparisonCsv } from '../reporting/comparison-csv'
import { comparisonHtml } from '../reporting/comparison-html'
import { compareRuns, type FinishedRun } from './compare-runs'
import { summarise } from './summarise'

const trial = (method: string, seed: number, hits: number): TrialResult => ({
  method,
  seed,
  lastCheckpoint: { epoch: 5, sourceAccuracyPct: 95, targetAccuracyPct: 10 * hits },
  target: {
    confusion: [
      [hits / 2, 5 - hits / 2],
      [5 - hits / 2, hits / 2],
    ],
    macroF1Pct: 10 * hits,
    ecePct: 3,
    checkpointsPct: [4, 3, 2, 1, 0].map((over) => 10 * hits + over),
  },
  checkpoints: [1, 2, 3, 4, 5].map((epoch) => ({ epoch, validators: { iwcv: -epoch, entropy: -epoch } })),
  validators: { iwcv: hits, entropy: -hits },
  imagesPerSecond: 100,
  seconds: 2,
  peakMemoryBytes: 1e8 + seed,
  weightsSha256: 'x',
})

function run(id: string, methods: Readonly<Record<string, readonly number[]>>, source = 'same'): FinishedRun {
  const runs = Object.entries(methods).flatMap(([method, hits]) => hits.map((hit, seed) => trial(method, seed, hit)))
  const record = {
    id,
    name: id,
    folder: `/runs/${id}`,
    fingerprints: { source, target: 't' },
    classNames: ['cat', 'dog'],
  } as Partial<RunRecord>
  return { record: record as RunRecord, result: { runs, summary: summarise(runs) } as RunResult }
}

const options = {
  labelOf: (method: string) => method.toUpperCase(),
  meetsNewClasses: (method: string) => method === 'siamese' || method === 'prototypical',
  validators: ['iwcv', 'entropy'].map((id) => ({ id, label: id })),
}

describe('comparison', () => {
  it('comparison: methods that meet new classes are compared on those', () => {
    const few = (accuracies: readonly number[], method: string) =>
      accuracies.map((meanPct, seed) => ({
        ...trial(method, seed, 4),
        target: undefined,
        lastCheckpoint: { epoch: 5, sourceAccuracyPct: 95, targetAccuracyPct: null },
        fewShot: { accuracy: { meanPct, ci95Pct: 0.4 } } as TrialResult['fewShot'],
      }))
    const { record } = run('few', { siamese: [4, 4] })
    const runs = [...few([80, 82], 'siamese'), ...few([90, 91], 'prototypical')]
    const { methods, pairs, recommendation, checkpoints } = compareRuns(
      [{ record, result: { runs, summary: summarise(runs) } as RunResult }],
      options,
    )
    expect(methods.map(({ method, target }) => [method, target?.mean])).toEqual([
      ['prototypical', 90.5],
      ['siamese', 81],
    ])
    expect(pairs[0]).toMatchObject({ mean: 9.5, wins: 2 })
    expect(recommendation).toMatchObject({ choice: null, votes: [], reason: expect.stringContaining('PROTOTYPICAL, SIAMESE were to') })
    expect(checkpoints).toEqual([])
  })

  it('comparison: methods come best first, each with its gain over source-only on the same seeds', () => {
    const { methods, pairs } = compareRuns([run('one', { dann: [8, 8, 10], 'source-only': [4, 6, 6], mcd: [6, 6, 6] })], options)
    expect(methods.map(({ method }) => method)).toEqual(['dann', 'mcd', 'source-only'])
    expect(methods[0].overSourceOnly).toMatchObject({ mean: 100 / 3, wins: 3, losses: 0, pValue: 0.25 })
    expect(methods[0].perClassPct?.[0]).toBeCloseTo((80 + 80 + 100) / 3)
    expect(methods[0].perClassOverSourceOnly?.[0]).toBeCloseTo(100 / 3)
    expect(methods[0].perSeed.map(({ seed, targetPct }) => [seed, targetPct])).toEqual([
      [0, 80],
      [1, 80],
      [2, 100],
    ])
    expect(methods[2]).toMatchObject({ overSourceOnly: null, perClassOverSourceOnly: null })
    expect(methods[0]).toMatchObject({ seconds: 6, imagesPerSecond: 100, peakMemoryBytes: 1e8 + 2 })
    expect(pairs).toEqual([expect.objectContaining({ a: 'one/dann', b: 'one/mcd', seeds: [0, 1, 2] })])
  })
  it('comparison: a run without source-only borrows that of another, and the oracle is never a candidate', () => {
    const { methods, recommendation } = compareRuns(
      [run('one', { dann: [8, 8], 'source-only': [6, 6], 'target-oracle': [10, 10] }), run('two', { dann: [10, 10] })],
      options,
    )
    expect(methods.find(({ id }) => id === 'two/dann')?.overSourceOnly?.mean).toBe(40)
    expect(recommendation.candidates).toEqual(['two/dann', 'one/dann', 'one/source-only'])
  })
  it('comparison: runs on other images are refused, naming the side and the run', () => {
    expect(() => compareRuns([run('one', { dann: [8] }), run('two', { dann: [8] }, 'other')], options)).toThrow(
      'The source images of "two" are not those of "one"',
    )
  })
  it('comparison: the CSV has a row a method and a column a class, the page has both and no script', () => {
    const comparison = compareRuns([run('one', { dann: [8, 8], 'source-only': [6, 6] })], options)
    const [header, first] = comparisonCsv(comparison).split('\n')
    expect(header).toContain('class cat %,class dog %,class cat over source-only,class dog over source-only,validator iwcv')
    expect(header).toContain('target % seed 0,target % seed 1,source % seed 0,source % seed 1,checkpoint seed 0')
    expect(first).toMatch(/^one,dann,0 1,80,0,20,0,0\.5,95,80,3,4,100,100,80,80,20,20,8,-8,80,80,95,95,/)
    const page = comparisonHtml(comparison, options.labelOf)
    expect(page).toContain('+20.0 ± 0.0')
    expect(page).toContain('<td>80<br><small>+20.0</small></td>')
    expect(page).toContain('Each seed')
    expect(page).not.toContain('<script')
  })
  it('comparison: every trial of a candidate says which checkpoint each validator would take, at what cost, also in the files', () => {
    const comparison = compareRuns([run('one', { dann: [8, 8], 'source-only': [6, 6], 'target-oracle': [10, 10] })], options)
    expect(comparison.checkpoints.map(({ of, seed }) => `${of} ${seed}`)).toEqual([
      ...['one/dann 0', 'one/dann 1'],
      ...['one/source-only 0', 'one/source-only 1'],
    ])
    expect(comparison.checkpoints[0]).toMatchObject({ lastEpoch: 5, choice: 1, costPoints: 0, lastCostPoints: 4 })
    const [header, oracle, dann] = comparisonCsv(comparison).split('\n')
    expect(header).toContain('checkpoint seed 0,checkpoint seed 1,checkpoints by iwcv,checkpoints by entropy')
    expect(dann).toMatch(/,1,1,1 1,1 1$/)
    expect(oracle).toMatch(/,,,,$/)
    const page = comparisonHtml(comparison, options.labelOf)
    expect(page).toContain('Checkpoints without labels')
    expect(page).toContain('2 of 2 validators choose within')
  })
})
