import { expect, it } from 'vitest'
import { planTrials } from './plan-trials'
import { judgeTrial, summarise } from './summarise'

const ids = (request: Parameters<typeof planTrials>[0], labelled: boolean) => planTrials(request, { labelled }).map((trial) => trial.id)

it('plan: source-only and oracle stand beside the methods, seed by seed', () => {
  expect(ids({ methods: ['dann'], seeds: [0, 1], bare: false }, true)).toEqual([
    'dann-seed0',
    'source-only-seed0',
    'target-oracle-seed0',
    'dann-seed1',
    'source-only-seed1',
    'target-oracle-seed1',
  ])
})
it('plan: bare runs what was asked for, once', () => {
  expect(ids({ methods: ['dann', 'dann'], seeds: [3, 3], bare: true }, true)).toEqual(['dann-seed3'])
  expect(ids({ methods: ['target-oracle', 'source-only'], seeds: [0], bare: true }, true)).toEqual([
    'source-only-seed0',
    'target-oracle-seed0',
  ])
})
it('plan: where target labels stay shut there is no oracle, labels or not', () => {
  expect(ids({ methods: ['dann'], seeds: [0], bare: false, sealed: true }, true)).toEqual(['dann-seed0', 'source-only-seed0'])
})

it('plan: without target labels there is no oracle', () => {
  expect(ids({ methods: ['dann'], seeds: [0], bare: false }, false)).toEqual(['dann-seed0', 'source-only-seed0'])
})

const outcome = (seed: number, predictions: number[]) => ({
  method: 'dann',
  seed,
  epoch: 3,
  sourceAccuracyPct: 90 + seed,
  validators: {},
  imagesPerSecond: 1,
  seconds: 1,
  weightsSha256: '',
  targetPredictions: predictions,
  targetConfidences: predictions.map(() => 0.75),
})

it('summary: mean and interval over seeds come from predictions and labels at the last checkpoint', () => {
  const labels = Int32Array.of(0, 1, 1, 0)
  const results = [outcome(0, [0, 1, 1, 0]), outcome(1, [0, 1, 0, 1])].map((one) => judgeTrial({ outcome: one, scored: [] }, labels, 2))
  expect(results.map((one) => one.lastCheckpoint.targetAccuracyPct)).toEqual([100, 50])
  expect(results[1].target).toEqual({
    confusion: [
      [1, 1],
      [1, 1],
    ],
    macroF1Pct: 50,
    ecePct: 25,
    halvesPct: [50, 50],
  })
  const { dann } = summarise(results)
  expect(dann.meanPct).toBe(75)
  expect(dann.ci95Pct).toBeCloseTo(12.7062047 * 25, 4)
  expect(dann.sourceMeanPct).toBe(90.5)
})
it('summary: without labels there is no target figure', () => {
  expect(summarise([judgeTrial({ outcome: outcome(0, [0]), scored: [] }, null, 2)]).dann).toMatchObject({
    meanPct: null,
    ci95Pct: null,
    sourceMeanPct: 90,
  })
})
it('summary: what validators said at checkpoints is kept apart from what the labels say of them', () => {
  const scored = [1, 2].map((epoch) => ({ epoch, validators: { iwcv: epoch }, targetPredictions: epoch === 1 ? [0, 1] : [0, 0] }))
  const judged = judgeTrial({ outcome: outcome(0, [0, 0]), scored }, Int32Array.of(0, 1), 2)
  expect(judged.checkpoints).toEqual([
    { epoch: 1, validators: { iwcv: 1 } },
    { epoch: 2, validators: { iwcv: 2 } },
  ])
  expect(judged.target?.checkpointsPct).toEqual([100, 50])
  const sealed = judgeTrial({ outcome: outcome(0, [0, 0]), scored }, null, 2)
  expect(sealed.checkpoints).toEqual(judged.checkpoints)
  expect(sealed.target).toBeUndefined()
})
