/** The figures Compare shows: paired differences, what differs in the requests, rows of the plot. */
import { summedConfusion, worstConfusions } from '@shared/domain/confusion-cells'
import { type RunRecord, RunRequest, type RunResult, type TrialResult } from '@shared/domain/run'
import { describe, expect, test } from 'vitest'
import { curveKinds, curvesOf } from './curves-panel'
import { methodRows } from './method-rows'
import { describeDifference, pairedDifference } from './paired-difference'
import { requestDifferences } from './request-differences'

const trial = (seed: number, targetAccuracyPct: number | null): TrialResult => ({
  method: 'dann',
  seed,
  lastCheckpoint: { epoch: 10, sourceAccuracyPct: 97, targetAccuracyPct },
  validators: {},
  imagesPerSecond: 1,
  seconds: 1,
  weightsSha256: '',
})

describe('paired difference', () => {
  test('of equal constant differences has a zero-width interval', () => {
    const result = pairedDifference([trial(0, 60), trial(1, 50), trial(2, 70)], [trial(0, 65), trial(1, 55), trial(2, 75)])
    expect(result).toEqual({ meanPoints: 5, halfPoints: 0, seeds: [0, 1, 2] })
  })
  test('matches a t-interval worked by hand', () => {
    // Differences 2, 4, 9: mean 5, standard deviation √13, t(2) = 4.303.
    const result = pairedDifference([trial(0, 60), trial(1, 60), trial(2, 60)], [trial(0, 62), trial(1, 64), trial(2, 69)])
    expect(result!.meanPoints).toBeCloseTo(5)
    expect(result!.halfPoints).toBeCloseTo((4.303 * Math.sqrt(13)) / Math.sqrt(3))
    expect(describeDifference(result)).toBe('B − A: +5.0 ± 9.0 points over 3 shared seeds. The interval holds zero: no difference shown.')
  })
  test('uses shared seeds only, and none without labels', () => {
    expect(pairedDifference([trial(0, 60), trial(1, 60)], [trial(1, 64), trial(2, 69)])).toEqual({
      meanPoints: 4,
      halfPoints: null,
      seeds: [1],
    })
    expect(pairedDifference([trial(0, 60)], [trial(1, 64)])).toBeNull()
    expect(pairedDifference([trial(0, null)], [trial(0, null)])).toBeNull()
  })
  test('of methods that meet new classes is taken over those', () => {
    const fresh = (seed: number, meanPct: number): TrialResult => ({
      ...trial(seed, null),
      fewShot: { accuracy: { meanPct, ci95Pct: 0.5 } } as NonNullable<TrialResult['fewShot']>,
    })
    expect(pairedDifference([fresh(0, 80)], [fresh(0, 83)])?.meanPoints).toBe(3)
    const record = { id: 'few', request: { epochs: 5 }, trials: [] } as unknown as RunRecord
    const result = {
      runs: [fresh(0, 80), fresh(1, 82)],
      summary: { dann: { seeds: 2, meanPct: null, ci95Pct: null, sourceMeanPct: 97, sourceCi95Pct: 1 } },
    } as unknown as RunResult
    expect(methodRows({ letter: '', record, result }, String)).toMatchObject([
      { mean: 81, half: expect.closeTo(12.706, 3), seeds: [{ value: 80 }, { value: 82 }] },
    ])
  })
  test('on one seed claims nothing', () => {
    expect(describeDifference(pairedDifference([trial(0, 60)], [trial(0, 57.5)]))).toBe(
      'B − A: −2.5 points on the one seed they share. One seed shows no difference; run at least three.',
    )
  })
})

describe('request differences', () => {
  const request = RunRequest.parse({
    source: { kind: 'folder', path: '/a/photos' },
    target: { kind: 'folder', path: '/b/sketches' },
    images: { imageSize: 28 },
    methods: ['dann'],
  })
  test('of equal requests are none', () => {
    expect(requestDifferences({ request }, { request: structuredClone(request) })).toEqual([])
  })
  test('name settings that only one side changed', () => {
    const other = { ...request, epochs: 20, settings: { lambdaMax: 0.5 } }
    expect(requestDifferences({ request }, { request: other })).toEqual([
      { name: 'Epochs', a: '10', b: '20' },
      { name: 'lambdaMax', a: 'default', b: '0.5' },
    ])
  })
  test('name drawn schedules, and those changed while a trial trained', () => {
    const points = [
      { progress: 0, value: 0 },
      { progress: 0.5, value: 1 },
    ]
    const edited = [{ trialId: 'dann-seed0', edits: [{ name: 'lambda', fromStep: 30, points }] }]
    expect(requestDifferences({ request }, { request: { ...request, schedules: { lambda: points } }, edited })).toEqual([
      { name: 'Drawn lambda', a: 'default', b: '0 % → 0, 50 % → 1' },
      { name: 'lambda while dann-seed0 trained', a: 'default', b: 'from step 30: 0 % → 0, 50 % → 1' },
    ])
  })
  test('name how images are divided, which classes are one, and what is done to images', () => {
    const other = RunRequest.parse({
      ...request,
      splits: { validationFraction: 0.2, groupBy: 'name' },
      classMap: { kitty: 'cat', lynx: null },
      sourcePart: 0.1,
      preparation: { source: { exclude: ['x'], invert: true } },
      codes: { attributes: ['striped'], codes: { cat: [0] } },
    })
    expect(requestDifferences({ request }, { request: other }).map(({ name, b }) => `${name} ${b}`)).toEqual([
      ...['Validation part 20 %', 'Kept together name', 'Source trained on 10 %', 'Class kitty cat', 'Class lynx unknown'],
      ...['Source: left out 1 image', 'Source: inverted yes', 'Attributes 1 of 1 classes'],
    ])
    const others = { ...other, preparation: { source: { ...other.preparation!.source!, exclude: ['y'] } } }
    expect(requestDifferences({ request: other }, { request: others })).toEqual([
      { name: 'Source: left out', a: '1 image', b: '1 image, others' },
    ])
  })
  test('tell two folders of the same name apart by their paths', () => {
    const other = { ...request, source: { kind: 'folder' as const, path: '/c/photos' } }
    expect(requestDifferences({ request }, { request: other })).toEqual([{ name: 'Source', a: '/a/photos', b: '/c/photos' }])
  })
})

describe('confusion', () => {
  const judged = (seed: number, confusion: number[][]): TrialResult => ({
    ...trial(seed, 50),
    target: { confusion, macroF1Pct: 50, ecePct: null },
  })
  const result = {
    runs: [
      judged(0, [
        [8, 2],
        [5, 5],
      ]),
      judged(1, [
        [9, 1],
        [6, 4],
      ]),
    ],
  } as unknown as RunResult
  test('is summed over seeds, and absent without labels', () => {
    expect(summedConfusion(result, 'dann')).toEqual([
      [17, 3],
      [11, 9],
    ])
    expect(summedConfusion(result, 'mcd')).toBeNull()
  })
  test('names the wrong cells with the most images first, in percent of their row', () => {
    expect(worstConfusions(summedConfusion(result, 'dann')!, 5)).toEqual([
      { truth: 1, predicted: 0, count: 11, pct: 55 },
      { truth: 0, predicted: 1, count: 3, pct: 15 },
    ])
  })
})

describe('curves', () => {
  test('are means over seeds at the epochs that every seed has, with the range as band', () => {
    const record = {
      id: 'run',
      trials: [
        { id: 'dann-seed0', method: 'dann', seed: 0 },
        { id: 'dann-seed1', method: 'dann', seed: 1 },
      ],
    } as unknown as RunRecord
    const series = (values: number[]) => ({
      sourceAccuracyPct: { step: values.map((_, i) => i), epoch: values.map((_, i) => i), value: values },
    })
    const metrics = { 'run/dann-seed0': series([10, 50, 90]), 'run/dann-seed1': series([20, 70]) }
    const [curve] = curvesOf(
      { letter: 'A', record, result: null },
      { metrics, kind: 'sourceAccuracyPct', labelOf: (id) => id.toUpperCase() },
    )
    expect(curve).toMatchObject({ label: 'A · DANN', x: [0, 1], y: [15, 60], low: [10, 50], high: [20, 70] })
    expect(Object.keys(curveKinds)).toEqual(expect.arrayContaining(['classLoss', 'sourceLoss']))
    const own = { sourceLoss: { step: [0], epoch: [1], value: [0.5] } }
    const losses = { 'run/dann-seed0': own, 'run/dann-seed1': own }
    const [loss] = curvesOf({ letter: 'A', record, result: null }, { metrics: losses, kind: 'sourceLoss', labelOf: String })
    expect(loss?.y).toEqual([0.5])
    expect(loss?.format?.(0.5)).toBe('0.50')
  })
})
