import type { StreamStep } from '@shared/domain/live-stream'
import { expect, test } from 'vitest'
import { describeSteps, layerSeries, meanErrors } from './adaptation-words'

const stepOf = (step: number, errorPct: number | null): StreamStep => ({
  step,
  errorPct,
  withoutAdaptation: { errorPct: errorPct === null ? null : 2 * errorPct },
  entropy: 0.314,
  confidencePct: 88.2,
  metrics: {},
  layers: [],
  event: null,
  notes: [],
  tookMs: 40,
})

test('adaptation words: the error is the mean over the batches, and unknown where labels are sealed', () => {
  expect(meanErrors([stepOf(1, 10), stepOf(2, 20)])).toEqual({ adapted: 15, source: 30 })
  expect(meanErrors([stepOf(1, null)])).toEqual({ adapted: null, source: null })
  expect(meanErrors([])).toEqual({ adapted: null, source: null })
})

test('adaptation words: entropy, how many batches and how fast', () => {
  expect(describeSteps([], 64)).toBe('')
  expect(describeSteps([stepOf(38, 10)], 64)).toBe('Entropy 0.31 nats. 38 batches of 64 since reset, 25 a second.')
  expect(describeSteps([stepOf(1, 10)], 20)).toContain('1 batch of 20 since reset')
})

test('adaptation words: a line a layer that has the figure, over all batches that tell of it', () => {
  const layers = (first: number | null, second: number | null) => [
    { name: 'bn1', parameterPct: first, statistics: 0.5 },
    { name: 'bn2', parameterPct: second, statistics: null },
  ]
  const steps = [
    { ...stepOf(1, 10), layers: layers(1, null) },
    { ...stepOf(2, 10), layers: layers(2, null) },
  ]
  expect(layerSeries(steps, 'parameterPct')).toEqual([{ name: 'bn1', values: [1, 2], last: 2 }])
  expect(layerSeries(steps, 'statistics').map(({ name }) => name)).toEqual(['bn1'])
  expect(layerSeries([], 'statistics')).toEqual([])
})
