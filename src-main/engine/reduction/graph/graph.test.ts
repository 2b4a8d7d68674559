import { describe, expect, it } from 'vitest'
import { tf } from '../../backend/tensorflow'
import type { Session } from '../../methods/method'
import { imageSize, someImages, startMovedSession } from '../testing/moved-session'
import { fromArrays, toArrays } from './graph-model'
import { openGraphSession } from './graph-session'
import { traceNetwork } from './trace-network'

const cases = [
  ['dann', 'digits-cnn-bn', {}],
  ['adda', 'digits-cnn', {}],
  ['mcd', 'mlp', {}],
  ['dann', 'resnet-bn', {}],
  ['source-only', 'digits-cnn-bn', { emaDecay: 0.9 }],
] as const

describe('network graph', () => {
  for (const [method, backbone, settings] of cases) {
    it(`network graph: of ${method} on ${backbone} answers as the session it was read off, for both domains`, () => {
      const before = tf.memory().numTensors
      const session = startMovedSession(method, backbone, settings)
      const model = traceNetwork(session, imageSize)
      const reopened = openGraphSession(fromArrays(model.graph, toArrays(model)))
      tf.tidy(() => {
        const x = someImages(5)
        for (const domain of ['source', 'target'] as const) {
          const want = [...session.predict(x, domain).dataSync()]
          const got = [...reopened.predict(x, domain).dataSync()]
          got.forEach((value, at) => {
            expect(Math.abs(value - want[at])).toBeLessThan(1e-4 * (1 + Math.abs(want[at])))
          })
          const features = reopened.features(x, domain)
          expect(features.shape).toEqual([5, reopened.network.features.featureSize])
          expect([...features.dataSync()]).toEqual([...session.features(x, domain).dataSync()])
        }
      })
      session.dispose()
      reopened.dispose()
      expect(tf.memory().numTensors).toBe(before)
    })
  }

  it('network graph: knows which weights the target has for itself', () => {
    const session = startMovedSession('dann', 'digits-cnn-bn')
    const { graph } = traceNetwork(session, imageSize)
    expect(graph.targetWeights).toEqual({
      'features/bn1/running-mean': 'features/bn1/target-running-mean',
      'features/bn1/running-variance': 'features/bn1/target-running-variance',
      'features/bn2/running-mean': 'features/bn2/target-running-mean',
      'features/bn2/running-variance': 'features/bn2/target-running-variance',
    })
    session.dispose()
  })
  it('network graph: an operation that it does not have is named with the layer before it', () => {
    const session = startMovedSession('source-only', 'mlp')
    const odd = { ...session, predict: (x: Parameters<Session['predict']>[0]) => tf.tidy(() => tf.softmax(session.predict(x, 'source'))) }
    expect(() => traceNetwork(odd, imageSize)).toThrow(/after head\/dense1\/bias its network uses the operation softmax/)
    session.dispose()
  })
})
