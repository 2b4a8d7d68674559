import { describe, expect, it } from 'vitest'
import { type Rank, type Tensor2D, tf } from '../../backend/tensorflow'
import { createRandom } from '../../nn/random'
import { type DenseLayer, denseCurvature } from './dense-curvature'
import { brainDamage } from './saliency'

const units = [3, 5, 4, 3]
const random = createRandom('curvature')
const values = (count: number): number[] => Array.from({ length: count }, () => 0.8 * random.normal())
const given = units
  .slice(1)
  .map((outputs, at) => ({ kernel: values(units[at] * outputs), bias: values(outputs), shape: [units[at], outputs] }))
const x = Array.from({ length: 6 }, () => values(3))
const y = [0, 2, 1, 1, 0, 2]

/** The mean cross-entropy in double precision, by plain loops. */
function lossOf(weights: typeof given, phi: (z: number) => number): number {
  const losses = x.map((row, image) => {
    let a = row
    weights.forEach(({ kernel, bias, shape: [, outputs] }, layer) => {
      const z = bias.map((b, j) => b + a.reduce((sum, value, i) => sum + value * kernel[i * outputs + j], 0))
      a = layer === weights.length - 1 ? z : z.map(phi)
    })
    const largest = Math.max(...a)
    return largest + Math.log(a.reduce((sum, z) => sum + Math.exp(z - largest), 0)) - a[y[image]]
  })
  return losses.reduce((sum, one) => sum + one, 0) / losses.length
}

/** Central second difference of the loss in one weight. */
function numericSecond(layer: number, part: 'kernel' | 'bias', at: number, phi: (z: number) => number): number {
  const step = 1e-4
  const moved = (by: number): number =>
    lossOf(
      given.map((one, index) => (index === layer ? { ...one, [part]: one[part].map((v, i) => (i === at ? v + by : v)) } : one)),
      phi,
    )
  return (moved(step) - 2 * moved(0) + moved(-step)) / step ** 2
}

function curvatures(activation: 'tanh' | 'relu', kind: 'exact' | 'gauss-newton') {
  const labels = () => (kind === 'exact' ? tf.tensor<Rank.R1>(y, [y.length], 'int32') : null)
  return tf.tidy(() => {
    const layers = given.map(
      ({ kernel, bias, shape }, layer): DenseLayer => ({
        kernel: tf.tensor2d(kernel, shape as [number, number]),
        bias: tf.tensor1d(bias),
        activation: layer === given.length - 1 ? 'identity' : activation,
      }),
    )
    return denseCurvature(layers, tf.tensor2d(x) as Tensor2D, labels()).map((one) => ({
      kernel: [...one.kernel.dataSync()],
      bias: [...one.bias.dataSync()],
    }))
  })
}

describe('dense curvature', () => {
  for (const [activation, phi] of [
    ['tanh', Math.tanh],
    ['relu', (z: number) => Math.max(0, z)],
  ] as const) {
    it(`dense curvature: with ${activation} equals the second difference of the loss in every weight`, () => {
      curvatures(activation, 'exact').forEach((layer, index) => {
        for (const part of ['kernel', 'bias'] as const) {
          layer[part].forEach((value, at) => {
            expect(Math.abs(value - numericSecond(index, part, at, phi))).toBeLessThan(2e-5)
          })
        }
      })
    })
  }
  it('dense curvature: Gauss-Newton is never negative, and all there is with ReLU', () => {
    const tanh = curvatures('tanh', 'gauss-newton').flatMap(({ kernel, bias }) => [...kernel, ...bias])
    expect(Math.min(...tanh)).toBeGreaterThanOrEqual(0)
    expect(curvatures('relu', 'gauss-newton')).toEqual(curvatures('relu', 'exact'))
    expect(curvatures('tanh', 'exact')[0]).not.toEqual(curvatures('tanh', 'gauss-newton')[0])
  })
  it('brain damage: half the curvature times the square of the weight', () => {
    expect([...brainDamage(Float32Array.of(2, -1, 3), Float32Array.of(0.5, 4, 0))]).toEqual([1, 2, 0])
  })
})
