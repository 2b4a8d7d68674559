import { describe, expect, it } from 'vitest'
import { type Tensor, tf } from '../../backend/tensorflow'
import { createVariable } from '../variables'
import { adam } from './adam'
import type { Optimizer } from './optimizer'
import { sgd } from './sgd'

const start = [1, -2, 0.5]
const gradientAt = (step: number): number[] => [0.3 * (step + 1), -0.1, step % 2 === 0 ? 0.7 : -0.4]

/** Weights after each of `steps` updates with uneven gradients. */
function trace(create: (variable: ReturnType<typeof createVariable>) => Optimizer, rates: readonly number[]): number[][] {
  const weight = createVariable('w', tf.tensor1d(start))
  const optimizer = create(weight)
  return rates.map((rate, step) => {
    tf.tidy(() => optimizer.apply([tf.tensor1d(gradientAt(step))], tf.scalar(rate)))
    return [...weight.variable.dataSync()]
  })
}

function expectClose(got: number[][], want: number[][]): void {
  got.forEach((row, step) => {
    row.forEach((value, entry) => {
      expect(value).toBeCloseTo(want[step][entry], 5)
    })
  })
}

/** The same updates in plain numbers, entry by entry. */
function expected(update: () => (weight: number, gradient: number, step: number) => number, steps: number): number[][] {
  const rules = start.map(update)
  let weights = start
  return Array.from({ length: steps }, (_, step) => {
    weights = weights.map((weight, entry) => rules[entry](weight, gradientAt(step)[entry], step))
    return weights
  })
}

describe('sgd', () => {
  it('sgd: without momentum takes rate·gradient and keeps no slots', () => {
    const create = (w: ReturnType<typeof createVariable>) => sgd([w], { momentum: 0, nesterov: false, weightDecay: 0 })
    const rule = () => (w: number, g: number) => w - 0.1 * g
    expectClose(trace(create, [0.1, 0.1]), expected(rule, 2))
    expect(create(createVariable('w', tf.zeros([2]))).slots).toEqual([])
  })

  for (const nesterov of [false, true]) {
    it(`sgd: momentum${nesterov ? ' with Nesterov' : ''} and weight decay equal the stated rule over changing rates`, () => {
      const rates = [0.1, 0.1, 0.05, 0.2]
      const rule = () => {
        let v = 0
        return (w: number, gradient: number, step: number) => {
          const g = gradient + 0.01 * w
          v = 0.9 * v + g
          return w - rates[step] * (nesterov ? g + 0.9 * v : v)
        }
      }
      const create = (w: ReturnType<typeof createVariable>) => sgd([w], { momentum: 0.9, nesterov, weightDecay: 0.01 })
      expectClose(trace(create, rates), expected(rule, 4))
    })
  }
})

describe('adam', () => {
  it('adam: equals algorithm 1 of the paper, with L2 weight decay, over changing rates', () => {
    const rates = [0.1, 0.1, 0.05, 0.2, 0.1]
    const rule = () => {
      let m = 0
      let v = 0
      return (w: number, gradient: number, step: number) => {
        const g = gradient + 0.01 * w
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        const mHat = m / (1 - 0.9 ** (step + 1))
        const vHat = v / (1 - 0.999 ** (step + 1))
        return w - (rates[step] * mHat) / (Math.sqrt(vHat) + 1e-8)
      }
    }
    expectClose(
      trace((w) => adam([w], { weightDecay: 0.01 }), rates),
      expected(rule, 5),
    )
  })
  it('adam: keeps a step counter and two moments for each entry of all variables together', () => {
    const variables = [createVariable('head/kernel', tf.zeros([2, 3])), createVariable('head/bias', tf.zeros([3]))]
    const { slots } = adam(variables, { weightDecay: 0 })
    expect(slots.map(({ name, variable }) => [name, variable.shape])).toEqual([
      ['adam/step', []],
      ['adam/m', [9]],
      ['adam/v', [9]],
    ])
  })
  it('adam: variables of several shapes are each changed as if alone, at rates of their own', () => {
    const [kernel, bias, scalar] = [tf.tensor2d([start, [-1, 0.2, 3]]), tf.tensor1d(start), tf.scalar(2)]
    const make = () => [kernel, bias, scalar].map((value, index) => createVariable(`w${index}`, tf.clone(value as Tensor)))
    const gradients = [
      tf.tensor2d([
        [0.3, -0.1, 0.7],
        [0.5, 0, -0.2],
      ]),
      tf.tensor1d(gradientAt(1)),
      tf.scalar(-0.4),
    ]
    const rateFactors = [1, 0.5, 0.25]
    const [together, alone] = [make(), make()]
    const optimizer = adam(together, { weightDecay: 0.01, rateFactors })
    const each = alone.map((one, index) => adam([one], { weightDecay: 0.01, rateFactors: [rateFactors[index]] }))
    for (let step = 0; step < 3; step++) {
      optimizer.apply(gradients, tf.scalar(0.1))
      each.forEach((own, index) => {
        own.apply([gradients[index]], tf.scalar(0.1))
      })
    }
    for (const [index, { variable }] of together.entries()) {
      expect(variable.shape).toEqual(alone[index].variable.shape)
      expect([...variable.dataSync()]).toEqual([...alone[index].variable.dataSync()])
    }
  })
})

describe('optimizers', () => {
  it('optimizers: an update leaves no tensor behind', () => {
    for (const create of [
      (w: ReturnType<typeof createVariable>) => adam([w], { weightDecay: 0.1 }),
      (w: ReturnType<typeof createVariable>) => sgd([w], { momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
    ]) {
      const optimizer = create(createVariable('w', tf.tensor1d(start)))
      const gradient = tf.tensor1d(start)
      const rate = tf.scalar(0.1)
      const before = tf.memory().numTensors
      optimizer.apply([gradient], rate)
      expect(tf.memory().numTensors).toBe(before)
    }
  })
})
