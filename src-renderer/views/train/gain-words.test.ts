import type { MethodSummary, RunResult } from '@shared/domain/run'
import { describe, expect, test } from 'vitest'
import { gainWords } from './gain-words'

const summaryOf = (values: readonly (number | null)[], source = 97): MethodSummary => ({
  seeds: values.length,
  meanPct: values.some((value) => value === null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length,
  ci95Pct: null,
  sourceMeanPct: source,
  sourceCi95Pct: null,
})

function result(methods: Record<string, readonly (number | null)[]>, sources: Record<string, number> = {}): RunResult {
  return {
    runs: Object.entries(methods).flatMap(([method, values]) =>
      values.map((targetAccuracyPct, seed) => ({
        method,
        seed,
        lastCheckpoint: { epoch: 10, sourceAccuracyPct: sources[method] ?? 97, targetAccuracyPct },
        validators: {},
        imagesPerSecond: 1,
        seconds: 1,
        weightsSha256: '',
      })),
    ),
    summary: Object.fromEntries(Object.entries(methods).map(([method, values]) => [method, summaryOf(values, sources[method])])),
    ledger: { targetLabelReads: 1, labels: 450 },
    folder: '',
    report: '',
  }
}

describe('gain words', () => {
  test('a gain in every seed is said with its range and the gap it closes', () => {
    const words = gainWords(result({ 'source-only': [40, 42, 41], dann: [70, 66, 68], 'target-oracle': [96, 94, 95] }), 'dann', 'DANN')
    expect(words.tone).toBe('good')
    expect(words.title).toBe('DANN gained 27.0 points over source-only')
    expect(words.sentences).toContain('It gained in 3 of 3 seeds, between +24.0 and +30.0 points.')
    expect(words.sentences).toContain('That closes 50 % of the gap to a network trained on target labels.')
  })

  test('a loss is called a loss', () => {
    const words = gainWords(result({ 'source-only': [45, 46, 47], dann: [31.6, 32.6, 33.7] }), 'dann', 'DANN')
    expect(words.tone).toBe('bad')
    expect(words.title).toBe('DANN is 13.4 points worse than doing nothing')
    expect(words.sentences.at(-1)).toContain('negative transfer')
  })

  test('a mean gain with a losing seed is not called sure', () => {
    const words = gainWords(result({ 'source-only': [40, 42], dann: [60, 41] }), 'dann', 'DANN')
    expect(words.tone).toBe('warn')
    expect(words.title).toBe('DANN is 9.5 points over source-only, not decided')
    expect(words.sentences).toContain('It gained in 1 of 2 seeds, between −1.0 and +20.0 points.')
  })

  test('a loss whose interval includes zero is not called one', () => {
    const words = gainWords(result({ 'source-only': [40, 42], dann: [38, 33] }), 'dann', 'DANN')
    expect(words.tone).toBe('warn')
    expect(words.sentences.join(' ')).not.toContain('negative transfer')
    expect(words.sentences.at(-1)).toBe(
      'Not decided: the interval of the difference, −5.5 ± 44.5 points, includes 0. More seeds would tell.',
    )
    expect(gainWords(result({ 'source-only': [45], dann: [31] }), 'dann', 'DANN').tone).toBe('warn')
  })

  test('one seed is said to show no spread', () => {
    expect(gainWords(result({ 'source-only': [40], dann: [60] }), 'dann', 'DANN').sentences.join(' ')).toContain('One seed shows no spread')
  })

  test('an unlabelled target gives no figure', () => {
    expect(gainWords(result({ 'source-only': [null], dann: [null] }), 'dann', 'DANN')).toMatchObject({ tone: 'info', points: null })
  })

  test('a loss on the source is said too', () => {
    expect(gainWords(result({ 'source-only': [40], dann: [60] }, { dann: 90 }), 'dann', 'DANN').sentences.join(' ')).toContain(
      'On the source it is 7.0 points worse.',
    )
  })
})
