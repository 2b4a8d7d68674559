import { describe, expect, it } from 'vitest'
import { tf } from '../../backend/tensorflow'
import { fromArrays, type GraphModel, toArrays, weightNamed } from '../graph/graph-model'
import { openGraphSession } from '../graph/graph-session'
import { traceNetwork } from '../graph/trace-network'
import { roundHalfEven } from '../round-half-even'
import { imageSize, someImages, startMovedSession, storedImages } from '../testing/moved-session'
import { quantised } from '../testing/quantised'
import { foldNorms } from './fold-norms'
import { roundingPoints } from './rounding-points'

function modelOf(method: string, backbone: string): GraphModel {
  const session = startMovedSession(method, backbone)
  const model = traceNetwork(session, imageSize)
  session.dispose()
  return model
}

const predictionsOf = (model: GraphModel, domain: 'source' | 'target'): number[] => {
  const session = openGraphSession(model)
  const values = tf.tidy(() => [...session.predict(someImages(6), domain).dataSync()])
  session.dispose()
  return values
}

/** Largest difference as a part of the spread of what is wanted. */
function difference(got: readonly number[], want: readonly number[]): number {
  const spread = Math.max(...want) - Math.min(...want)
  return Math.max(...got.map((value, at) => Math.abs(value - want[at]))) / spread
}

describe('quantised network', () => {
  it('fold norms: the network answers as before in both domains, with biases in place of norms', () => {
    const model = modelOf('dann', 'digits-cnn-bn')
    const { model: folded } = foldNorms(model, 'apart')
    expect(folded.graph.nodes.some(({ op }) => op === 'batch-norm')).toBe(false)
    for (const domain of ['source', 'target'] as const) {
      expect(difference(predictionsOf(folded, domain), predictionsOf(model, domain))).toBeLessThan(1e-4)
    }
  })

  for (const [backbone, scheme, bound] of [
    ['digits-cnn-bn', 'per-channel-symmetric', 0.03],
    ['digits-cnn-bn', 'per-tensor-asymmetric', 0.05],
    ['resnet-bn', 'per-channel-symmetric', 0.08],
  ] as const) {
    it(`quantised network: ${backbone}, ${scheme}, stays near the float one in both domains and comes back from its file`, async () => {
      const model = modelOf('dann', backbone)
      const coded = await quantised(model, scheme, storedImages(32))
      for (const domain of ['source', 'target'] as const) {
        const got = predictionsOf(coded, domain)
        expect(difference(got, predictionsOf(model, domain))).toBeLessThan(bound)
        expect(predictionsOf(fromArrays(coded.graph, toArrays(coded)), domain)).toEqual(got)
      }
      const kernels = toArrays(coded).filter(({ name }) => name.endsWith('kernel'))
      expect(kernels.every(({ data }) => data instanceof Int8Array)).toBe(true)
      // One set of codes serves both domains where scales can differ by channel.
      expect(kernels.some(({ name }) => name.endsWith('target-kernel'))).toBe(scheme === 'per-tensor-asymmetric')
    })
  }

  it('quantised network: values between layers are rounded once a layer, after its ReLU where that follows', () => {
    const { graph } = foldNorms(modelOf('dann', 'digits-cnn-bn'), 'as-factors').model
    expect(roundingPoints(graph)).toEqual(['features/input/std', 'features/bn1', 'features/bn2', 'relu3', 'relu4'])
  })

  it('quantised network: computes with whole numbers, as loops over integers do', async () => {
    const coded = await quantised(modelOf('source-only', 'mlp'), 'per-channel-symmetric', storedImages(32))
    const { nodes, activationCodes, weightCodes } = coded.graph
    const pixels = tf.tidy(() => [...someImages(6).dataSync()])
    const codesOf = (values: readonly number[], node: string): number[] => {
      const { scale, zeroPoint } = activationCodes[node]
      return values.map((value) => Math.min(255 - zeroPoint, Math.max(-zeroPoint, roundHalfEven(Math.fround(value / Math.fround(scale))))))
    }
    const [mean, std] = ['features/input/mean', 'features/input/std'].map((name) => weightNamed(coded, name).data)
    const width = imageSize * imageSize * 3
    let [at, scale] = ['features/input/std', activationCodes['features/input/std'].scale]
    let rows = Array.from({ length: 6 }, (_, row) =>
      codesOf(
        pixels.slice(row * width, (row + 1) * width).map((value, i) => Math.fround(Math.fround(value - mean[i % 3]) / std[i % 3])),
        at,
      ),
    )
    for (const node of nodes.filter(({ op }) => op === 'dense')) {
      if (node.op !== 'dense') continue
      const [inputs, outputs] = weightNamed(coded, node.kernel).shape
      const array = toArrays(coded).find(({ name }) => name === node.kernel)
      const bias = weightNamed(coded, `${node.name}/bias`).data
      const scales = weightCodes[node.kernel].scales.map((one) => Math.fround(Math.fround(one) * Math.fround(scale)))
      const sums = rows.map((row) =>
        Array.from({ length: outputs }, (_, j) => {
          let sum = roundHalfEven(Math.fround(bias[j] / scales[j]))
          for (let i = 0; i < inputs; i++) sum += row[i] * Number(array?.data[i * outputs + j])
          return sum
        }),
      )
      const relu = nodes.find((one) => one.op === 'relu' && one.input === `${node.name}/bias`)
      const reals = sums.map((row) => row.map((sum, j) => Math.fround((relu ? Math.max(0, sum) : sum) * scales[j])))
      if (relu === undefined) {
        const got = predictionsOf(coded, 'source')
        reals.flat().forEach((value, index) => {
          expect(got[index]).toBeCloseTo(value, 5)
        })
        return
      }
      at = relu.name
      scale = activationCodes[at].scale
      rows = reals.map((row) => codesOf(row, at))
    }
    throw new Error('the network has no last layer')
  })
})
