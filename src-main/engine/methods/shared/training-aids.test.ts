import { describe, expect, it } from 'vitest'
import { tf } from '../../backend/tensorflow'
import { dann } from '../dann'
import { sourceOnly } from '../source-only'
import { startToyTrial } from '../testing/toy-trial'

const short = { seed: 1, totalSteps: 6 }
const weights = (params: Record<string, number | boolean>) => startToyTrial(sourceOnly, { ...short, params })

describe('training aids', () => {
  it('training aids: a session that asks for none is the method’s own', () => {
    const { session } = weights({})
    expect([...session.state.keys()].filter((name) => /^(ema|augmentation)\//.test(name))).toEqual([])
    session.dispose()
  })

  it('training aids: averages are weights, start as the weights, and predictions use them', async () => {
    const plain = weights({})
    const averaged = weights({ emaDecay: 0.9 })
    await plain.train({ from: 0, to: 6 })
    await averaged.train({ from: 0, to: 6 })
    const kernel = 'features/dense1/kernel'
    expect(averaged.session.weights).toContain(`ema/${kernel}`)
    expect(averaged.session.weights).not.toContain('ema/updates')
    expect(averaged.session.state.get(kernel)?.dataSync()).toEqual(plain.session.state.get(kernel)?.dataSync())
    expect(averaged.session.state.get(`ema/${kernel}`)?.dataSync()).not.toEqual(plain.session.state.get(kernel)?.dataSync())
    const logits = ({ session }: typeof plain) => tf.tidy(() => session.predict(tf.fill([1, 8, 8, 3], 0.4), 'target').dataSync())
    expect(logits(averaged)).not.toEqual(logits(plain))
    for (const { session } of [plain, averaged]) session.dispose()
  })

  it('training aids: augmentation changes what both domains train on, the same way for the same seed', async () => {
    const trained = async (params: Record<string, number | boolean>): Promise<string> => {
      const trial = startToyTrial(dann, { ...short, params })
      await trial.train({ from: 0, to: 3 })
      const sha = trial.weightsSha256()
      trial.session.dispose()
      return sha
    }
    const strong = { augmentShift: 2, augmentBrightness: 0.2, augmentContrast: 0.3, augmentRotation: 10 }
    expect(await trained(strong)).toBe(await trained(strong))
    expect(await trained(strong)).not.toBe(await trained({}))
  })

  it('training aids: a restored state goes on bit by bit, and nothing is left behind', async () => {
    const before = tf.memory().numTensors
    const params = { emaDecay: 0.9, augmentShift: 1, augmentFlip: true, clipNorm: 1, labelSmoothing: 0.1 }
    const [straight, first, second] = [weights(params), weights(params), weights(params)]
    await straight.train({ from: 0, to: 6 })
    await first.train({ from: 0, to: 3 })
    for (const [name, variable] of second.session.state) {
      const stored = first.session.state.get(name)
      if (stored === undefined) throw new Error(`${name} is missing from the state`)
      tf.tidy(() => variable.assign(tf.tensor(stored.dataSync(), stored.shape, stored.dtype)))
    }
    await second.train({ from: 3, to: 6 })
    expect(second.weightsSha256()).toBe(straight.weightsSha256())
    for (const { session } of [straight, first, second]) session.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
