/** What the Train charts may say about a trial, and when. */
import { expect, test } from 'vitest'
import { hasSteps } from './training-series'

const series = (epoch: number[]) => ({ step: epoch.map((one) => one * 10), epoch, value: epoch.map(() => 50) })

test('charts: before the first step nothing is said about which figures a method records', () => {
  expect(hasSteps(undefined)).toBe(false)
  expect(hasSteps({ sourceAccuracyPct: series([0]) })).toBe(false)
  expect(hasSteps({ sourceAccuracyPct: series([0]), classLoss: series([0.1]) })).toBe(true)
})
