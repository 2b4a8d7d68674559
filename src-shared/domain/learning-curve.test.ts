import { expect, test } from 'vitest'
import { curveLines, curveRuns } from './learning-curve'
import { RunRequest } from './run'

const pair = (role: 'source' | 'target') => ({ kind: 'built-in', pair: 'digits-textured', role }) as const
const request = RunRequest.parse({
  ...{
    source: pair('source'),
    target: pair('target'),
    images: { imageSize: 32 },
    methods: ['source-only'],
    backbone: 'efficientnet-lite0',
  },
  settings: { trained: 'linear-probe', learningRate: 0.01 },
})

test('learning curve: every part of the labels is run with the pretrained network and with the same one from scratch', () => {
  const runs = curveRuns(request, { fractions: [0.01, 1] })
  expect(runs.map(({ name, request: { backbone, settings, bare } }) => [name, backbone, settings, bare])).toEqual([
    ['transfer-1pct', 'efficientnet-lite0', { trained: 'linear-probe', learningRate: 0.01, labelFraction: 0.01 }, true],
    ['transfer-100pct', 'efficientnet-lite0', { trained: 'linear-probe', learningRate: 0.01, labelFraction: 1 }, true],
    ['scratch-1pct', 'efficientnet-lite0', { learningRate: 0.01, weights: 'random', labelFraction: 0.01 }, true],
    ['scratch-100pct', 'efficientnet-lite0', { learningRate: 0.01, weights: 'random', labelFraction: 1 }, true],
  ])
})

test('learning curve: the user’s own model is held against a network that can begin at random, and none is doubled that begins so', () => {
  const own = { ...request, backbone: '/models/mine', settings: { preprocessing: 'bytes', trained: 'full' } }
  expect(curveRuns(own, { fractions: [1] }).at(-1)?.request).toMatchObject({
    backbone: 'efficientnet-lite0',
    settings: { weights: 'random' },
  })
  expect(curveRuns(own, { fractions: [1], scratch: 'resnet-bn' }).at(-1)?.request.settings).toEqual({ labelFraction: 1 })
  expect(curveRuns({ ...request, backbone: 'resnet-bn', settings: {} }).map(({ name }) => name)).toEqual([
    ...['scratch-1pct', 'scratch-5pct', 'scratch-10pct', 'scratch-50pct', 'scratch-100pct'],
  ])
})

test('learning curve: finished runs that differ in nothing but their labels make a line, the newest of each part', () => {
  const finished = (fraction: number | undefined, sourceMeanPct: number, settings = request.settings) => ({
    request: { ...request, settings: fraction === undefined ? settings : { ...settings, labelFraction: fraction } },
    result: { summary: { 'source-only': { seeds: 3, meanPct: null, ci95Pct: null, sourceMeanPct, sourceCi95Pct: 1 } } },
  })
  const runs = [finished(undefined, 90), finished(0.01, 40), finished(0.01, 50), finished(0.1, 70, { weights: 'random' })]
  const lines = curveLines(runs, 2)
  expect(lines.map(({ name, points }) => [name, points.map(({ fraction, sourceMeanPct }) => [fraction, sourceMeanPct])])).toEqual([
    [
      'efficientnet-lite0, linear probe',
      [
        [0.01, 50],
        [1, 90],
      ],
    ],
  ])
  expect(curveLines(runs, 1).map(({ points }) => points.length)).toEqual([2, 1])
})
