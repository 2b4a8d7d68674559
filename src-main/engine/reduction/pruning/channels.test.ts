import { describe, expect, it } from 'vitest'
import { tf } from '../../backend/tensorflow'
import { type GraphModel, weightNamed } from '../graph/graph-model'
import { openGraphSession } from '../graph/graph-session'
import { traceNetwork } from '../graph/trace-network'
import { imageSize, someImages, startMovedSession } from '../testing/moved-session'
import { dropChannels, layersWithChannels, sumByChannel } from './channels'

function modelOf(method: string, backbone: string): GraphModel {
  const session = startMovedSession(method, backbone)
  const model = traceNetwork(session, imageSize)
  session.dispose()
  return model
}

const predictionsOf = (model: GraphModel): number[] => {
  const session = openGraphSession(model)
  const values = tf.tidy(() => {
    const x = someImages(4)
    return (['source', 'target'] as const).flatMap((domain) => [...session.predict(x, domain).dataSync()])
  })
  session.dispose()
  return values
}

describe('channels', () => {
  it('channels: what goes is what was silent, through norms, pooling and flattening, and tensors get smaller', () => {
    const model = modelOf('dann', 'digits-cnn-bn')
    const masks = new Map(
      [
        ['features/conv1', 64],
        ['features/conv2', 50],
        ['head/dense1', 100],
      ].map(([name, count]) => [name as string, Float32Array.from({ length: Number(count) }, (_, at) => (at % 3 === 1 ? 0 : 1))]),
    )
    // Silenced in the whole network: a norm's scale and offset of 0 leave nothing of the channel.
    const silent = new Map(model.weights)
    for (const [layer, norm] of [
      ['features/conv1', 'features/bn1'],
      ['features/conv2', 'features/bn2'],
      ['head/dense1', 'head/bn1'],
    ]) {
      for (const name of [`${norm}/scale`, `${norm}/offset`]) {
        const { shape, data } = weightNamed(model, name)
        const mask = masks.get(layer) as Float32Array
        silent.set(name, { shape, data: data.map((value, at) => value * mask[at]) })
      }
    }
    const smaller = dropChannels(model, masks)
    expect(weightNamed(smaller, 'features/conv2/kernel').shape).toEqual([5, 5, 43, 33])
    expect(weightNamed(smaller, 'features/bn1/target-running-mean').shape).toEqual([43])
    expect(weightNamed(smaller, 'head/dense1/kernel').shape).toEqual([33, 67])
    const want = predictionsOf({ graph: model.graph, weights: silent })
    predictionsOf(smaller).forEach((value, at) => {
      expect(Math.abs(value - want[at])).toBeLessThan(1e-4 * (1 + Math.abs(want[at])))
    })
  })
  it('channels: those that are added to others, and the logits, cannot go', () => {
    const names = layersWithChannels(modelOf('dann', 'resnet-bn')).map(({ name }) => name)
    expect(names).toEqual([1, 2, 3, 4, 5, 6].map((block) => `features/block${block}/conv1`))
    expect(layersWithChannels(modelOf('dann', 'mlp')).map(({ name }) => name)).toEqual(['features/dense1', 'features/dense2'])
  })
  it('channels: are summed over a kernel’s last axis', () => {
    expect([...sumByChannel(Float32Array.of(1, 2, 3, 4, 5, 6), 2)]).toEqual([9, 12])
  })
})
