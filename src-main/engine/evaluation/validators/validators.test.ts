/** Each validator against its own equation on small cases, and what it is fooled by. */
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../nn/random'
import { bnmScore, singularValues } from './bnm'
import { circularAccuracy } from './circular'
import { densityRatios, devRisk } from './dev'
import { logDensity } from './gaussian-density'
import { importanceWeights, weightedAccuracy } from './iwcv'
import { scoreCheckpoint, validators } from './registry'
import { sndScore } from './snd'
import { sourceRiskScore } from './source-risk'
import type { CheckpointView } from './validator'
import { whiten } from './whiten'

const oneHot = (labels: readonly number[], classes: number) =>
  Float32Array.from({ length: labels.length * classes }, (_, at) => Number(labels[Math.floor(at / classes)] === at % classes))

describe('validators', () => {
  it('source risk: the mean log probability of the true class', () => {
    expect(sourceRiskScore(Float32Array.of(0.5, 0.5, 0.25, 0.75), Int32Array.of(0, 1))).toBeCloseTo((Math.log(0.5) + Math.log(0.75)) / 2)
  })
  it('density: the mean of normal densities around the rows', () => {
    const normal = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
    const [value] = logDensity(Float64Array.of(0, 2), Float64Array.of(1), { dimensions: 1, bandwidth: 1 })
    expect(value).toBeCloseTo(Math.log((normal(1) + normal(-1)) / 2))
  })
  it('iwcv: a source row where the target is dense decides', () => {
    const weights = importanceWeights(Float64Array.of(0, 0), Float64Array.of(Math.log(3), 0))
    expect([...weights]).toEqual([expect.closeTo(0.75), expect.closeTo(0.25)])
    expect(weightedAccuracy(weights, [1, 0], [1, 1])).toBeCloseTo(0.75)
  })
  it('dev: equal weights leave the plain risk, and the control variate keeps its mean on weights of mean one', () => {
    expect(devRisk(densityRatios([0.5, 0.5], { source: 10, target: 10 }), [1, 0])).toBeCloseTo(0.5)
    const random = createRandom('dev')
    const weights = Float64Array.from({ length: 4000 }, () => 2 * random.uniform())
    const errors = weights.map((weight) => Number(random.uniform() < weight / 4))
    const plain = weights.reduce((sum, weight, row) => sum + weight * errors[row], 0) / weights.length
    expect(devRisk(weights, errors)).toBeCloseTo(plain, 1)
  })
  it('snd: identical predictions have every other one as neighbour, lonely ones have few', () => {
    expect(sndScore(oneHot([0, 0, 0, 0, 0], 3), 3)).toBeCloseTo(Math.log(4))
    expect(sndScore(oneHot([0, 0, 1, 1], 2), 2)).toBeCloseTo(0, 3)
  })
  it('bnm: one class for all scores √N, all classes alike √(N·K), each over N', () => {
    expect(bnmScore(oneHot([0, 0, 0, 0], 2), 2)).toBeCloseTo(Math.sqrt(4) / 4)
    expect(bnmScore(oneHot([0, 0, 1, 1], 2), 2)).toBeCloseTo((2 * Math.sqrt(2)) / 4)
    expect([...singularValues(oneHot([0, 0, 1], 2), 2)]).toEqual([expect.closeTo(Math.sqrt(2)), expect.closeTo(1)])
  })
  it('circular: labels return when the clusters correspond, and exchanged clusters are caught', () => {
    const source = { features: Float64Array.of(0, 0.1, 5, 5.1), labels: [0, 0, 1, 1] }
    const back = (pseudo: number[]) =>
      circularAccuracy({ features: Float64Array.of(0.2, 5.2), pseudo }, source, { dimensions: 1, classes: 2 })
    expect(back([0, 1])).toBe(1)
    expect(back([1, 0])).toBe(0)
  })
  it('whitening: rows of all parts together are uncorrelated with unit variance, also from many dimensions', () => {
    const random = createRandom('whiten')
    for (const size of [3, 40]) {
      const part = (rows: number) => Float32Array.from({ length: rows * size }, (_, at) => (1 + (at % size)) * random.normal() + 7)
      const { dimensions, parts } = whiten([part(80), part(60)], size)
      const rows = [...parts[0], ...parts[1]]
      for (let a = 0; a < Math.min(3, dimensions); a++) {
        for (let b = 0; b <= a; b++) {
          let product = 0
          for (let row = 0; row < 140; row++) product += (rows[row * dimensions + a] * rows[row * dimensions + b]) / 140
          expect(product).toBeCloseTo(a === b ? 1 : 0, 6)
        }
      }
    }
  })
  it('validators: all have a name of their own and prefer a good checkpoint to one that has collapsed', () => {
    const random = createRandom('views')
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3)
    const features = () =>
      Float64Array.from(
        { length: 120 },
        (_, at) => (at % 2 === 0 ? 4 * Math.cos(2 * labels[at >> 1]) : 4 * Math.sin(2 * labels[at >> 1])) + 0.3 * random.normal(),
      )
    const soft = (classOf: (row: number) => number) =>
      Float32Array.from({ length: 180 }, (_, at) => (classOf(Math.floor(at / 3)) === at % 3 ? 0.9 : 0.05))
    const view = (classOf: (row: number) => number): CheckpointView => ({
      classes: 3,
      dimensions: 2,
      source: { count: 60, labels, probabilities: soft(classOf), features: features() },
      target: { count: 60, probabilities: soft(classOf), features: features() },
      trainedSource: features(),
    })
    const [good, collapsed] = [scoreCheckpoint(view((row) => labels[row])), scoreCheckpoint(view(() => 0))]
    expect(Object.keys(good)).toEqual(validators.map(({ id }) => id))
    expect(new Set(Object.keys(good)).size).toBe(validators.length)
    for (const id of ['source-risk', 'iwcv', 'dev', 'circular', 'infomax', 'bnm']) expect(good[id], id).toBeGreaterThan(collapsed[id])
    // What these two cannot see, and why they never decide alone.
    expect(good.entropy).toBeCloseTo(collapsed.entropy)
    expect(good.snd).toBeLessThan(collapsed.snd)
  })
})
