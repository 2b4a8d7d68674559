import { describe, expect, it } from 'vitest'
import { findBackbone } from '../../backbones/registry'
import { type Rank, tf } from '../../backend/tensorflow'
import type { Session } from '../../methods/method'
import { findMethod } from '../../methods/registry'
import { resolveParams } from '../../methods/resolve-params'
import { createRandom } from '../../nn/random'
import { fromArrays, toArrays } from './graph-model'
import { openGraphSession } from './graph-session'
import { traceNetwork } from './trace-network'

const imageSize = 16

/** A session whose running statistics and averages differ from what they began with, each domain's by itself. */
function startMoved(method: string, backbone: string, settings = {}): Session {
  const definition = findMethod(method)
  const session = definition.start(
    {
      classes: 3,
      images: { source: 8, target: 8 },
      totalSteps: 4,
      random: createRandom('reduce'),
      createBackbone: () =>
        findBackbone(backbone).build(
          { imageSize, normalisation: { mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.25] }, random: createRandom('backbone') },
          findBackbone(backbone).params.parse(backbone === 'resnet-bn' ? { width: 4 } : {}),
        ),
    },
    resolveParams(definition.params, settings),
  )
  const random = createRandom('moved')
  for (const [name, variable] of session.state) {
    if (/optimizer|counter/.test(name)) continue
    const values = variable.dataSync<'float32'>().map((value) => Math.abs(value) + 0.1 * random.uniform())
    tf.tidy(() => variable.assign(tf.tensor(/kernel/.test(name) ? values.map((one) => one - 0.1) : values, variable.shape)))
  }
  return session
}

const images = () => tf.randomUniform<Rank.R4>([5, imageSize, imageSize, 3], 0, 1, 'float32', 3)

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
      const session = startMoved(method, backbone, settings)
      const model = traceNetwork(session, imageSize)
      const reopened = openGraphSession(fromArrays(model.graph, toArrays(model)))
      tf.tidy(() => {
        const x = images()
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
    const session = startMoved('dann', 'digits-cnn-bn')
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
    const session = startMoved('source-only', 'mlp')
    const odd = { ...session, predict: (x: Parameters<Session['predict']>[0]) => tf.tidy(() => tf.softmax(session.predict(x, 'source'))) }
    expect(() => traceNetwork(odd, imageSize)).toThrow(/after head\/dense1\/bias its network uses the operation/)
    session.dispose()
  })
})
