/** The quick experiments on a toy source, and the tree's finding for each fault. */
import { describe, expect, it } from 'vitest'
import { type Tensor2D, tf } from '../../backend/tensorflow'
import { crossEntropy } from '../../losses/cross-entropy'
import { relu } from '../../nn/layers/stateless'
import { createRandom } from '../../nn/random'
import { imageTensor, labelTensor } from '../../training/batches'
import { drawToyBatch as draw, faultyNetwork, measureToy, soundNetwork, toySource } from '../testing/toy-network'
import { diagnoseFit } from './diagnose-fit'
import type { Experiment } from './fit-batch'

describe('network checks', () => {
  it('checks: a sound network guesses at first, learns from images, learns a batch by heart, and keeps no tensor', async () => {
    soundNetwork().start().dispose()
    const before = tf.memory().numTensors
    const parts: string[] = []
    const checks = await measureToy(soundNetwork({ learningRate: 0.01 }), { onProgress: (part) => parts.push(part) })
    expect(checks.initialLoss.expected).toBeCloseTo(Math.log(2))
    expect(Math.abs(checks.initialLoss.measured - Math.log(2))).toBeLessThan(0.4)
    expect(checks.baseline.images).toBeLessThan(0.5 * checks.baseline.constant)
    expect(checks.fit).toMatchObject({ accuracyPct: 100, tests: [], remedy: null })
    expect(checks.fit.solvedAt).toBeGreaterThan(0)
    expect(Math.abs(checks.input.mean)).toBeLessThan(0.5)
    expect(checks.input.deviation).toBeGreaterThan(0.5)
    expect(checks.capacity.map(({ network }) => network)).toEqual(['MLP 4', 'MLP 16'])
    expect(checks.layers.filter(({ of }) => of === 'activations').map(({ layer }) => layer)).toContain('relu2')
    expect(checks.layers.filter(({ of }) => of === 'gradients')).toHaveLength(3)
    for (const { shares } of checks.layers) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
    expect(parts).toHaveLength(5)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('checks: measuring stops when it is cancelled', async () => {
    await expect(measureToy(soundNetwork(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('diagnosis of a batch that is not learnt', () => {
  const causeOf = async (experiment: Experiment, learningRate = 1e-3) => {
    const learnt = (loss: number, accuracyPct: number): boolean => accuracyPct === 100 && loss < 0.1
    const { tests, remedy } = await diagnoseFit(experiment, { learningRate, steps: 60, learnt })
    const cause = tests.find(({ outcome }) => outcome === 'cause')
    return { cause: cause?.id ?? null, evidence: cause?.evidence ?? '', remedy }
  }

  it('diagnosis: labels that are drawn apart from their images are found', async () => {
    const random = createRandom('shuffle')
    const shuffled: Experiment['draw'] = () => {
      const { source } = draw(0)
      source.y.dispose()
      return {
        source: {
          ...source,
          y: tf.tensor1d(
            Array.from({ length: 12 }, () => random.integer(2)),
            'int32',
          ),
        },
      }
    }
    expect((await causeOf({ start: soundNetwork().start, draw: shuffled })).cause).toBe('labels-shuffled')
  })
  it('diagnosis: equal images in two classes are found', async () => {
    const [rows, same] = [Int32Array.of(0, 1, 2, 3), Int32Array.of(0, 0, 0, 0)]
    const torn: Experiment['draw'] = () => ({
      source: { x: imageTensor(toySource, same), index: tf.tensor1d([0, 0, 0, 0], 'int32'), y: labelTensor(toySource.labels, rows) },
    })
    expect((await causeOf({ start: soundNetwork().start, draw: torn })).cause).toBe('labels-shuffled')
  })
  it('diagnosis: a loss with the wrong sign, and one of the other labels, are found', async () => {
    const negated = faultyNetwork({ loss: (logits, y) => tf.neg(crossEntropy(logits, y)) })
    expect((await causeOf({ start: negated.start, draw })).cause).toBe('loss-wiring')
    const inverted = faultyNetwork({ loss: (logits, y) => crossEntropy(logits, tf.cast(tf.sub(1, y), 'int32')) })
    expect((await causeOf({ start: inverted.start, draw })).cause).toBe('loss-wiring')
  })
  it('diagnosis: layers that the optimizer does not have are named', async () => {
    const found = await causeOf({ start: faultyNetwork({ trains: ['head'] }).start, draw })
    expect(found.cause).toBe('frozen-layers')
    expect(found.evidence).toContain('features/dense1/kernel')
  })
  it('diagnosis: dead ReLUs are found', async () => {
    const dead = faultyNetwork({ layers: { variables: [], forward: (x, pass) => relu<Tensor2D>().forward(tf.sub(x, 100), pass) } })
    expect((await causeOf({ start: dead.start, draw })).cause).toBe('dead-units')
  })
  it('diagnosis: gradients that are lost on the way back are found', async () => {
    const thin = faultyNetwork({ layers: { variables: [], forward: (x) => tf.add(1, tf.mul(x, 1e-7)) } })
    expect((await causeOf({ start: thin.start, draw })).cause).toBe('vanishing-gradients')
  })
  it('diagnosis: a rate that is too low is found, with one that works as the remedy', async () => {
    const learningRate = 1e-6
    const found = await causeOf({ start: soundNetwork({ learningRate }).start, draw }, learningRate)
    expect(found.cause).toBe('learning-rate')
    expect(found.evidence).toContain('too low')
    expect(found.remedy?.does).toMatchObject({ kind: 'prepare', change: { settings: { learningRate: 1e-3 } } })
  })
  it('diagnosis: a rate that is too high is found', async () => {
    const wild = soundNetwork({ optimizer: 'sgd', learningRate: 1, momentum: 0.99 })
    expect((await causeOf({ start: wild.start, draw }, 1)).evidence).toContain('too high')
  })
})
