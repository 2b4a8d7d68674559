/** What the losses of the few-shot and zero-shot methods do, evaluated by hand. */
import { describe, expect, it } from 'vitest'
import { type Rank, tf } from '../backend/tensorflow'
import { crossEntropy } from '../losses/cross-entropy'
import { prototypeLogits } from '../losses/prototypes'
import { prototypical } from './prototypical'
import { attributeLoss, semanticCodes } from './semantic-codes'
import { codeHead } from './shared/code-head'
import { followPrototypes } from './shared/running-prototypes'
import { siamese } from './siamese'
import { startToyTrial } from './testing/toy-trial'

describe('code head', () => {
  it('code head: logits are minus squared distances but for what all classes share', () => {
    tf.tidy(() => {
      const head = codeHead(2, 2)
      head.set(tf.tensor2d([1, 0, 0, 2], [2, 2]))
      const [first, second] = head.forward(tf.tensor2d([[3, 1]]), { training: false }).dataSync()
      expect(first - second).toBeCloseTo(-(4 + 1) + (9 + 1), 5)
      expect([...head.points().dataSync()]).toEqual([1, 0, 0, 2])
    })
  })

  it('running prototypes: only classes of the batch move, a tenth of the way to their mean', () => {
    tf.tidy(() => {
      const head = codeHead(3, 1)
      head.set(tf.tensor2d([0, 5, 9], [3, 1]))
      followPrototypes(head, tf.tensor2d([10, 20, 6], [3, 1]), tf.tensor1d([0, 0, 1], 'int32'))
      expect([...head.points().dataSync()].map((value) => Number(value.toFixed(4)))).toEqual([1.5, 5.1, 9])
    })
  })
})

describe('losses', () => {
  it('semantic codes: binary cross-entropy over attributes', () => {
    tf.tidy(() => {
      const loss = attributeLoss(tf.tensor2d([[0.8, 0.3]]), tf.tensor2d([[1, 0]])).dataSync()[0]
      expect(loss).toBeCloseTo(-(Math.log(0.8) + Math.log(0.7)) / 2, 4)
    })
  })

  it('prototypical: the loss of an episode is the cross-entropy of its queries to the means of its support', async () => {
    const trial = startToyTrial(prototypical, { seed: 2, totalSteps: 3, params: { shots: 2, queries: 1 } })
    tf.tidy(() => {
      const x = tf.randomUniform<Rank.R4>([6, 8, 8, 3], 0, 1, 'float32', 1)
      const y = tf.tensor1d([0, 0, 0, 1, 1, 1], 'int32')
      const features = trial.session.features(x, 'source')
      const rows = (...indices: number[]) => tf.gather(features, tf.tensor1d(indices, 'int32'))
      const support = tf.reshape<Rank.R3>(rows(0, 1, 3, 4), [2, 2, features.shape[1]])
      const wanted = crossEntropy(prototypeLogits(support, rows(2, 5) as typeof features), tf.tensor1d([0, 1], 'int32'))
      const source = { x, y, index: y }
      const { classLoss } = trial.session.step({ source }, { learningRate: tf.scalar(0) }, 'all')
      expect(classLoss.dataSync()[0]).toBeCloseTo(wanted.dataSync()[0], 4)
    })
    trial.dispose()
  })

  it('siamese: features have length 1, and training parts the classes', async () => {
    const trial = startToyTrial(siamese, { seed: 2, totalSteps: 30 })
    tf.tidy(() => {
      const features = trial.session.features(tf.randomUniform<Rank.R4>([4, 8, 8, 3], 0, 1, 'float32', 1), 'target')
      for (const length of tf.norm(features, 2, 1).dataSync()) expect(length).toBeCloseTo(1, 3)
    })
    const first = await trial.train({ from: 0, to: 1 })
    const last = await trial.train({ from: 1, to: 30 })
    expect(last.classLoss).toBeLessThan(0.5 * first.classLoss)
    trial.dispose()
  })

  it('semantic codes: without a table of attributes it says what to give', () => {
    const context = { classes: 2, images: { source: 1, target: 1 }, totalSteps: 1 } as Parameters<typeof semanticCodes.start>[0]
    expect(() => semanticCodes.start(context, semanticCodes.params.parse({}))).toThrow('need the attributes of every class')
  })
})
