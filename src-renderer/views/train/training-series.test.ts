/** What the Train charts may say about a trial, and when. */

import type { RunRecord, Trial } from '@shared/domain/run'
import { expect, test } from 'vitest'
import { lossAxis } from './loss-axis'
import { lossLines } from './loss-lines'
import { scheduleChart } from './schedule-chart'
import { sharesChart } from './shares-chart'
import { hasSteps, lossChart } from './training-series'

const series = (epoch: number[]) => ({ step: epoch.map((one) => one * 10), epoch, value: epoch.map(() => 50) })

test('charts: before the first step nothing is said about which figures a method records', () => {
  expect(hasSteps(undefined)).toBe(false)
  expect(hasSteps({ sourceAccuracyPct: series([0]) })).toBe(false)
  expect(hasSteps({ sourceAccuracyPct: series([0]), classLoss: series([0.1]) })).toBe(true)
})

const run = { id: 'r', request: { epochs: 2 }, trials: [] } as unknown as RunRecord
const trial = { id: 't', method: 'bsp', seed: 0 } as unknown as Trial
const recorded = (names: readonly string[], value = 0.5) =>
  Object.fromEntries(names.map((name) => [name, { step: [1, 2], epoch: [0.5, 1], value: [value, value] }]))

test('losses: every loss and penalty a method records has a line of its own, named in words', () => {
  const metrics = recorded(['spectralLoss', 'classLoss', 'domainLoss', 'domainAccuracyPct', 'learningRate', 'sourceLoss'])
  expect(lossLines(metrics).map(({ label, tone }) => [label, tone])).toEqual([
    ['Class', 'source'],
    ['Domain', 'focus'],
    ['Spectral', 'muted'],
  ])
  const names = ['discrepancy', 'disparity', 'confusion', 'transportLoss', 'informationLoss', 'consistencyLoss', 'alignmentLoss']
  for (const name of [...names, 'penalty', 'riskVariance', 'mappingLoss', 'normLoss', 'targetLoss']) {
    expect(lossLines(recorded([name]))).toHaveLength(1)
  }
  expect(lossLines(recorded(['ownNewLoss']))[0]?.label).toBe('Own new')
})

test('losses: a line that is switched off leaves the chart, and with the domain loss its chance line', () => {
  const metrics = { 'r/t': recorded(['classLoss', 'domainLoss']) }
  expect(lossChart(run, trial, metrics)?.references).toHaveLength(1)
  const without = lossChart(run, trial, metrics, ['domainLoss'])
  expect(without?.series.map(({ id }) => id)).toEqual(['classLoss'])
  expect(without?.references).toEqual([])
})

test('losses: the axis reaches below zero where a loss is negative, and its ticks are its thirds', () => {
  expect(lossAxis([{ y: [0.2, 1.1] }]).domain[1]).toBeCloseTo(1.2)
  const { domain, ticks } = lossAxis([{ y: [-1.4, 0.3] }])
  expect(domain[0]).toBeLessThanOrEqual(-1.4)
  expect(domain[1]).toBeGreaterThanOrEqual(0.8)
  expect([ticks[0], ticks.at(-1)]).toEqual([...domain])
})

test('shares: what a method dares to learn from is drawn in percent', () => {
  const shares = (names: readonly string[], value: number) => sharesChart(run, trial, { 'r/t': recorded(names, value) })
  expect(shares(['sureSharePct'], 40)?.series[0]).toMatchObject({ label: 'Sure enough', y: [40, 40] })
  expect(shares(['largestDomainWeight'], 0.4)?.series[0]?.y).toEqual([40, 40])
  expect(shares(['classLoss'], 1)).toBeNull()
})

test('schedules: whatever a trial has is drawn, a weight beyond 1 as a part of its highest, and comes back in its own values', () => {
  const metrics = { 'r/t': recorded(['learningRate', 'penaltyWeight'], 1) }
  const whole = { ...run, request: { epochs: 2, schedules: {} } } as unknown as RunRecord
  const curves = [
    { name: 'penaltyWeight', progress: [0, 0.5, 1], value: [1, 1, 100] },
    { name: 'learningRate', progress: [0, 0.5, 1], value: [1, 1, 1] },
  ]
  const edits: [string, number][] = []
  const chart = scheduleChart(whole, trial, metrics, { curves, onEdit: (name, points) => edits.push([name, points.at(-1)?.value ?? 0]) })
  expect(chart?.series.map(({ id, tone }) => [id, tone])).toEqual([
    ['learningRate', 'muted'],
    ['penaltyWeight', 'focus'],
  ])
  const penalty = chart?.series[1]
  expect(penalty).toMatchObject({ y: [0.01, 0.01], endText: 'penalty to 100' })
  penalty?.edit?.onChange(penalty.edit.corners)
  expect(edits).toEqual([['penaltyWeight', 100]])
})
