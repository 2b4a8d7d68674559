import { describe, expect, it } from 'vitest'
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../../backend/tensorflow'
import { chain } from '../chain'
import { heNormal, uniformFanIn } from '../initialisers'
import type { Module } from '../network'
import { createRandom } from '../random'
import { batchNorm } from './batch-norm'
import { conv2d } from './conv2d'
import { dense } from './dense'
import { dropout } from './dropout'
import { normaliseInput } from './normalise-input'
import { residualBlock } from './residual-block'
import { flatten, globalAveragePool, maxPool } from './stateless'

const training = { training: true }
const inference = { training: false }
const random = createRandom('layers')

const valuesOf = (module: Module<never, unknown>, name: string): number[] => {
  const found = module.variables.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no variable ${name}`)
  return [...found.variable.dataSync()]
}
const run = <T extends Tensor>(forward: () => T): { shape: number[]; values: number[] } =>
  tf.tidy(() => {
    const y = forward()
    return { shape: y.shape, values: [...y.dataSync()] }
  })

describe('layers', () => {
  it('dense: computes x·kernel + bias', () => {
    const layer = dense({ inputs: 2, outputs: 3, random })
    const [k, b] = [valuesOf(layer, 'kernel'), valuesOf(layer, 'bias')]
    const { values } = run(() => layer.forward(tf.tensor2d([2, -1], [1, 2]), inference))
    for (let unit = 0; unit < 3; unit++) expect(values[unit]).toBeCloseTo(2 * k[unit] - k[3 + unit] + b[unit], 5)
  })

  it('conv2d: a valid convolution equals the sum over its window plus the bias', () => {
    const layer = conv2d({ inputs: 1, outputs: 1, kernel: 2, random })
    const [k, b] = [valuesOf(layer, 'kernel'), valuesOf(layer, 'bias')]
    const { shape, values } = run(() => layer.forward(tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]), inference))
    expect(shape).toEqual([1, 1, 2, 1])
    expect(values[0]).toBeCloseTo(k[0] + 2 * k[1] + 4 * k[2] + 5 * k[3] + b[0], 5)
  })

  it('batch norm: training moves running statistics a tenth of the way, with the unbiased variance', () => {
    const layer = batchNorm<Tensor2D>(1)
    const { values } = run(() => layer.forward(tf.tensor2d([1, 2, 6], [3, 1]), training))
    expect(valuesOf(layer, 'running-mean')[0]).toBeCloseTo(0.3, 6)
    expect(valuesOf(layer, 'running-variance')[0]).toBeCloseTo(0.9 + 0.7, 6)
    expect(values[0]).toBeCloseTo((1 - 3) / Math.sqrt(14 / 3 + 1e-5), 5)
  })

  it('batch norm: inference uses the running statistics and leaves them', () => {
    const layer = batchNorm<Tensor2D>(1)
    run(() => layer.forward(tf.tensor2d([1, 2, 6], [3, 1]), training))
    const { values } = run(() => layer.forward(tf.tensor2d([1.3], [1, 1]), inference))
    expect(values[0]).toBeCloseTo((1.3 - 0.3) / Math.sqrt(1.6 + 1e-5), 5)
    expect(valuesOf(layer, 'running-mean')[0]).toBeCloseTo(0.3, 6)
  })

  it('batch norm: each domain has running statistics of its own', () => {
    const layer = batchNorm<Tensor2D>(1)
    run(() => layer.forward(tf.tensor2d([1, 2, 6], [3, 1]), { training: true, domain: 'target' }))
    expect(valuesOf(layer, 'running-mean')[0]).toBe(0)
    expect(valuesOf(layer, 'target-running-mean')[0]).toBeCloseTo(0.3, 6)
    const x = tf.tensor2d([1.3], [1, 1])
    expect(run(() => layer.forward(x, { training: false, domain: 'target' })).values[0]).toBeCloseTo((1.3 - 0.3) / Math.sqrt(1.6 + 1e-5), 5)
    expect(run(() => layer.forward(x, inference)).values[0]).toBeCloseTo(1.3 / Math.sqrt(1 + 1e-5), 5)
  })

  it('dropout: does nothing at inference or at rate 0, and counts its draws', () => {
    const layer = dropout<Tensor2D>({ rate: 0.5, drops: 'entries', random })
    const x = tf.ones([4, 25]) as Tensor2D
    expect(run(() => layer.forward(x, inference)).values.every((value) => value === 1)).toBe(true)
    expect(valuesOf(layer, 'counter')[1]).toBe(0)
    expect(run(() => layer.forward(x, training)).values).toContain(0)
    expect(valuesOf(layer, 'counter')[1]).toBe(1)
    expect(dropout({ rate: 0, drops: 'entries', random }).variables).toEqual([])
  })

  it('normalise input: subtracts the mean and divides by the deviation, and only centres a constant channel', () => {
    const layer = normaliseInput({ mean: [0.5, 0.1, 0.2], std: [0.25, 0.5, 0] })
    const { values } = run(() => layer.forward(tf.tensor4d([1, 0.6, 0.7], [1, 1, 1, 3]), inference))
    expect(values[0]).toBeCloseTo(2, 5)
    expect(values[1]).toBeCloseTo(1, 5)
    expect(values[2]).toBeCloseTo(0.5, 5)
  })

  it('pooling and flattening: keep the largest, the mean, or everything', () => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1])
    expect(run(() => maxPool(2).forward(x, inference))).toEqual({ shape: [1, 1, 1, 1], values: [5] })
    expect(run(() => globalAveragePool().forward(x, inference))).toEqual({ shape: [1, 1], values: [5] })
    expect(run(() => flatten().forward(x, inference)).shape).toEqual([1, 9])
  })

  it('residual block: halves the side with stride 2, and is ReLU of its input where its last BN scales by zero', () => {
    const halving = residualBlock({ inputs: 2, outputs: 4, stride: 2, random })
    const x = tf.randomNormal([2, 5, 5, 2], 0, 1, 'float32', 1) as Tensor4D
    expect(run(() => halving.forward(x, training)).shape).toEqual([2, 3, 3, 4])
    expect(halving.variables.map((one) => one.name)).toContain('shortcut/bn/running-mean')

    const plain = residualBlock({ inputs: 2, outputs: 2, stride: 1, random })
    const scale = plain.variables.find((one) => one.name === 'bn2/scale')
    tf.tidy(() => scale?.variable.assign(tf.zeros([2])))
    expect(run(() => plain.forward(x, training)).values).toEqual([...x.dataSync()].map((value) => Math.max(0, value)))
  })

  it('chain: joins forward passes and names variables by their place', () => {
    const joined = chain('first', dense({ inputs: 2, outputs: 2, bias: false, random })).add('second', batchNorm<Tensor2D>(2))
    expect(joined.variables.map((one) => one.name)).toEqual([
      'first/kernel',
      'second/scale',
      'second/offset',
      'second/running-mean',
      'second/running-variance',
      'second/target-running-mean',
      'second/target-running-variance',
    ])
    expect(joined.variables.map((one) => one.role)).toEqual(['trained', 'trained', 'trained', ...new Array(4).fill('statistic')])
    expect(run(() => joined.forward(tf.ones([3, 2]), inference)).shape).toEqual([3, 2])
  })
})

describe('initialisers', () => {
  const draw = (initialiser: typeof heNormal, fanIn: number): number[] =>
    run(() => initialiser({ shape: [40, 50], fanIn, random: createRandom(5) })).values

  it('uniform fan-in: stays within ±1/√fanIn and reaches towards both ends', () => {
    const values = draw(uniformFanIn, 25)
    expect(Math.max(...values)).toBeLessThanOrEqual(0.2)
    expect(Math.max(...values)).toBeGreaterThan(0.195)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.2)
    expect(Math.min(...values)).toBeLessThan(-0.195)
  })
  it('He normal: has mean 0 and variance 2/fanIn', () => {
    const values = draw(heNormal, 8)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(variance).toBeCloseTo(0.25, 1)
  })
  it('initialisers: the same stream gives the same values', () => {
    expect(draw(heNormal, 8)).toEqual(draw(heNormal, 8))
  })
})
