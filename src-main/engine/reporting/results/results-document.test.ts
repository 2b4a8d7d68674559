/** The document against a handful of made-up trials. */
import { describe, expect, it } from 'vitest'
import { findMethod } from '../../methods/registry'
import { resultsDocument } from './results-document'
import type { ResultsLine } from './results-line'
import { resultsMatrix, resultsMethods, resultsRequest } from './results-matrix'
import type { StreamLine } from './stream-line'
import { StudyLine } from './study-line'
import { transferRequests, transferSeeds } from './transfer-ways'

const trial = (method: string, seed: number, target: number): ResultsLine => ({
  kind: 'trial',
  key: method,
  pair: 'moons',
  method,
  seed,
  finishedAt: '2026-01-01T00:00:00Z',
  lastCheckpoint: { epoch: 100, sourceAccuracyPct: 99, targetAccuracyPct: target },
  validators: {},
  imagesPerSecond: 1000,
  seconds: 2,
  weightsSha256: 'a',
  epochs: 100,
  backbone: 'mlp',
  device: 'cpu',
  threads: 2,
  tensorflow: '2.15.1',
})

const lines: ResultsLine[] = [
  ...[80, 82, 84].map((target, seed) => trial('source-only', seed, target)),
  ...[90, 90, 96].map((target, seed) => trial('dann', seed, target)),
  ...[70, 71, 72].map((target, seed) => trial('worse', seed, target)),
  { kind: 'failure', key: 'x', pair: 'moons', method: 'broken', finishedAt: '2026-01-01T00:00:00Z', message: 'The loss is not finite.' },
]

const stream = (table: StreamLine['table'], method: string, seed: number, errorPct: number): StreamLine => ({
  key: `${table}${method}${seed}`,
  table,
  method,
  seed,
  finishedAt: '2026-01-01T00:00:00Z',
  images: 500,
  errorPct,
  sourceErrorPct: 40,
  sourceAccuracyPct: 97,
  perShift: [{ kind: 'jpeg', severity: 5, images: 500, errorPct, withoutAdaptation: { errorPct: 40 }, entropy: 0, confidencePct: 0 }],
  notes: [],
  resets: 0,
  batchesPerSecond: 20,
})

const document = (given: readonly ResultsLine[], streams: readonly StreamLine[] = [], studies: readonly StudyLine[] = []): string =>
  resultsDocument({
    matrix: resultsMatrix,
    lines: given,
    studies,
    streams: {
      lines: streams,
      labels: new Map([
        ['source', 'Source model'],
        ['tent', 'Tent'],
        ['lame', 'LAME'],
      ]),
    },
    labels: new Map([
      ['source-only', 'Source only'],
      ['dann', 'DANN'],
      ['worse', 'Worse'],
      ['broken', 'Broken'],
    ]),
    pairLabels: new Map([['moons', 'Two moons']]),
  })

describe('results document', () => {
  it('results: rows come best first, with interval, gain on shared seeds, p and cost', () => {
    const text = document(lines)
    expect(text.indexOf('| DANN |')).toBeLessThan(text.indexOf('| *Source only* |'))
    expect(text).toContain('| DANN | 3 | 92.0 ± 8.6 | +10.0 ± 5.0 | 0.25 | 99.0 ± 0.0 | 2.0 | 1000 |')
  })
  it('results: a method that loses is listed as losing, with the pair and the points', () => {
    expect(document(lines)).toContain('| Worse | none | moons (−11.0) |')
    expect(document(lines)).toContain('| DANN | moons (+10.0) | none |')
  })
  it('results: a method that broke is named with its reason, and pairs without figures are left out', () => {
    const text = document(lines)
    expect(text).toContain('- Broken: The loss is not finite.')
    expect(text).not.toContain('optdigits')
    expect(text).toMatch(/Not run yet: Target oracle, .*CDAN/)
    expect(text).not.toMatch(/Not run yet: .*DANN/)
    expect(document([])).toContain('Nothing has been run yet.')
  })
  it('results: streams have a table an order, the source model among the methods, and who gains a quarter or loses in words', () => {
    const text = document(
      [],
      [
        ...[10, 12, 14].map((error, seed) => stream('online', 'tent', seed, error)),
        ...[36, 36, 36].map((error, seed) => stream('online', 'lame', seed, error)),
        ...[60, 64, 68].map((error, seed) => stream('correlated', 'tent', seed, error)),
      ],
    )
    expect(text).toContain('| Tent | 3 | 12.0 ± 5.0 | +70 ± 12 | 12.0 |')
    expect(text).toContain('| *Source model* | 3 | 40.0 ± 0.0 |  | 40.0 |')
    expect(text).toContain('- Cut the mean error by a quarter or more: Tent (+70 %).')
    expect(text).toContain('- Cut it by less: LAME (+10 %).')
    expect(text).toContain('- Lose against the source model: Tent (−60 %).')
    expect(text).toContain('Not streamed yet: LAME.')
  })
  it('results: a pretrained network stands beside networks from scratch at every part of the labels', () => {
    const way = (method: string, best: number): StudyLine =>
      StudyLine.parse({
        key: method,
        section: 'transfer',
        method,
        finishedAt: '2026-01-01T00:00:00Z',
        trials: transferRequests(method).flatMap(({ settings: { labelFraction } }) =>
          transferSeeds.map((seed) => ({ labelFraction, trial: trial('source-only', seed, best * Number(labelFraction) + seed) })),
        ),
      })
    const text = document([], [], [way('scratch', 90), way('linear-probe', 50)])
    expect(text).toContain('| Target % at | 1 % | 5 % | 10 % | 50 % | 100 % |')
    expect(text).toContain('| efficientnet-lite0, linear probe, 32 px | 1.5 ± 2.5 | 3.5 ± 2.5 | 6.0 ± 2.5 | 26.0 ± 2.5 | 51.0 ± 2.5 |')
    expect(text).toContain('| efficientnet-lite0 from scratch, 32 px | 1.9 ± 2.5 |')
    expect(text.indexOf('linear probe, 32 px |')).toBeLessThan(text.indexOf('from scratch, 32 px |'))
  })
  it('results: every command of the document asks for what the matrix runs', () => {
    for (const entry of resultsMatrix) {
      const request = resultsRequest(entry, 'dann')
      expect(request).toMatchObject({ bare: true, seeds: [0, 1, 2, 3, 4], epochs: entry.differs.epochs ?? request.epochs })
    }
  })
  it('results: the methods are those of the registry that start from a backbone, references first', () => {
    const ids = resultsMethods().map((method) => method.id)
    expect(ids.slice(0, 2)).toEqual(['source-only', 'target-oracle'])
    expect(ids).toContain('dann')
    for (const id of ids) expect(findMethod(id).needs).toMatchObject({ sources: 'one', start: 'backbone' })
  })
})
