/** The diagnosis on curves of real trainings: those its limits were set on, and those kept back. */
import { CurvePattern } from '@shared/domain/training-curve'
import { describe, expect, it } from 'vitest'
import { findConvergence } from './convergence'
import { curveBands } from './curve-bands'
import { curveOfMetrics } from './curve-of-metrics'
import { diagnoseCurve } from './diagnose-curve'
import { recordedCurves } from './recorded-curves'
import { curveTestText, testDiagnosis } from './test-diagnosis'

const setup = { method: 'source-only', backbone: 'mlp', epochs: 20, batch: 32, settings: { learningRate: 0.01 }, seed: 0 }
const curveOf = (pattern: CurvePattern, index = 0) => {
  const found = recordedCurves.find((one) => one.pattern === pattern && one.index === index)
  if (found === undefined) throw new Error(`${pattern} ${index} is not recorded`)
  return found.curve
}

describe('diagnosis of curves', () => {
  it('diagnosis: there are twelve real trainings a pattern, four of them kept back', () => {
    for (const pattern of CurvePattern.options) {
      const own = recordedCurves.filter((one) => one.pattern === pattern)
      expect(own).toHaveLength(12)
      expect(own.filter(({ keptBack }) => keptBack)).toHaveLength(4)
    }
  })
  it('diagnosis: nine of ten tuned curves and four of five kept back are named as they were made', () => {
    const tested = testDiagnosis()
    if (process.env.SHOW_CURVES === '1') process.stdout.write(`${curveTestText(tested)}\n`)
    expect(tested.accuracyPct.tuned).toBeGreaterThanOrEqual(90)
    expect(tested.accuracyPct.keptBack).toBeGreaterThanOrEqual(80)
    tested.tuned.forEach((row, at) => {
      expect(row[at], tested.patterns[at]).toBeGreaterThanOrEqual(6)
    })
  })
  it('diagnosis: shares add up to one, and what is sure is more often right than what is not', () => {
    const verdicts = recordedCurves.map(({ pattern: made, curve }) => ({ made, ...diagnoseCurve(curve, setup) }))
    for (const { shares } of verdicts) expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
    const rightPart = (some: typeof verdicts): number => some.filter(({ made, pattern }) => made === pattern).length / some.length
    const [sure, unsure] = [verdicts.filter(({ certainty }) => certainty > 0.8), verdicts.filter(({ certainty }) => certainty <= 0.8)]
    expect(rightPart(sure)).toBeGreaterThan(rightPart(unsure))
  })
  it('diagnosis: every finding but a healthy curve and a leak prepares the next run', () => {
    const change = (pattern: CurvePattern) => diagnoseCurve(curveOf(pattern), setup).action?.change
    expect(change('rate-too-high')).toEqual({ settings: { learningRate: 0.001 } })
    expect(change('divergence')).toEqual({ settings: { learningRate: 0.0001, clipNorm: 1 } })
    expect(change('still-falling')).toEqual({ epochs: 40 })
    expect(change('underfitting')?.settings).toMatchObject({ hiddenUnits: 512 })
    expect(change('overfitting')?.settings).toMatchObject({ augmentShift: 2 })
    expect(change('healthy')).toBeUndefined()
    expect(change('leak')).toBeUndefined()
  })
  it('bands: the mean of both sides over seeds, with an interval that holds it', () => {
    const bands = curveBands([curveOf('healthy'), curveOf('healthy', 4)])
    expect(bands?.seeds).toBe(2)
    bands?.heldOut.mean.forEach((mean, at) => {
      expect(bands.heldOut.low[at]).toBeLessThanOrEqual(mean)
      expect(bands.heldOut.high[at]).toBeGreaterThanOrEqual(mean)
    })
    expect(curveBands([])).toBeNull()
  })
  it('convergence: a healthy training has settled, one that still falls has not', () => {
    expect(findConvergence([curveOf('healthy'), curveOf('healthy', 3)])?.settled).toBe(true)
    expect(findConvergence([curveOf('still-falling', 1)])?.settled).toBe(false)
    expect(findConvergence([])).toBeNull()
  })
})

describe('curves from metrics', () => {
  const point = (epoch: number, name: string, value: number) => ({ step: epoch, epoch, name, value })
  const checkpoint = (epoch: number) => [
    point(epoch, 'sourceLoss', 1),
    point(epoch, 'sourceTrainLoss', 0.9),
    point(epoch, 'sourceTrainAccuracyPct', 80),
    point(epoch, 'sourceAccuracyPct', 70),
  ]
  const losses = Array.from({ length: 200 }, (_, at) => point((at + 1) / 100, 'classLoss', at))
  it('curves: a long training is judged at eighty stretches, each a mean', () => {
    const curve = curveOfMetrics([...[0, 1, 2].flatMap(checkpoint), ...losses], { classes: 2, epochs: 2, ended: 'finished' })
    expect(curve?.loss).toHaveLength(80)
    expect(curve?.loss[0].value).toBe(0.5)
    expect(curve?.loss.at(-1)?.epoch).toBe(2)
    expect(curve?.checkpoints[1]).toEqual({ epoch: 1, trainLoss: 0.9, heldOutLoss: 1, trainAccuracyPct: 80, heldOutAccuracyPct: 70 })
  })
  it('curves: a trial of an earlier version, without losses of both sides, has none', () => {
    expect(curveOfMetrics([point(1, 'sourceAccuracyPct', 70), ...losses], { classes: 2, epochs: 2, ended: 'finished' })).toBeNull()
  })
})
