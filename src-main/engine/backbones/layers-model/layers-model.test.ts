/** Models made and saved by TF.js's own layers API, read back as backbones: both must compute the same. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Rank, type Tensor, tf } from '../../backend/tensorflow'
import { createRandom } from '../../nn/random'
import { readLayersModel } from '../../pretrained/read-layers-model'
import { layersModelBackbone } from './layers-model-backbone'
import { saveModel, side, smallModel, withMetadata } from './testing/small-model'

const inference = { training: false }
const contextOf = (imageSize: number) =>
  ({ imageSize, normalisation: { mean: [0.1, 0.1, 0.1], std: [1, 1, 1] }, random: createRandom('own-model') }) as const

function features(folder: string, imageSize: number, settings: Record<string, unknown>) {
  const definition = layersModelBackbone(readLayersModel(folder))
  return definition.build(contextOf(imageSize), definition.params.parse(settings)).features
}

describe('layers model', () => {
  it('layers model: the last layer, and one before it, give what TF.js computes from the same file', async () => {
    const model = smallModel()
    const folder = await saveModel(model, withMetadata('minus-one-to-one'))
    tf.tidy(() => {
      const x = tf.randomUniform<Rank.R4>([2, side, side, 3], 0, 1, 'float32', 5)
      const expected = model.predict(tf.sub(tf.mul(x, 2), 1)) as Tensor
      const whole = features(folder, side, {})
      expect(whole.featureSize).toBe(3)
      const found = whole.forward(x, inference)
      expect(tf.max(tf.abs(tf.sub(found, expected))).dataSync()[0]).toBeLessThan(1e-6)
      const hidden = features(folder, side, { featureLayer: 'hidden' })
      expect(hidden.forward(x, inference).shape).toEqual([2, 5])
      const maps = features(folder, side, { featureLayer: 'sum' })
      expect(maps.forward(x, inference).shape).toEqual([2, 4])
    })
    model.dispose()
  })

  it('layers model: its blocks end where one tensor carries on, and one after the other they are the whole', async () => {
    const model = smallModel()
    const folder = await saveModel(model)
    tf.tidy(() => {
      const whole = features(folder, side, { preprocessing: 'imagenet' })
      expect(whole.blocks.map(({ name }) => name)).toEqual(['first', 'sum', 'hidden', 'classes'])
      const x = tf.randomUniform<Rank.R4>([2, side, side, 3], 0, 1, 'float32', 6)
      const chained = whole.blocks.reduce<Tensor>((y, block) => block.forward(y, inference), x)
      expect(chained.dataSync()).toEqual(whole.forward(x, inference).dataSync())
      const gradient = tf.variableGrads(() => tf.mean(whole.forward(x, { training: true })))
      expect(Object.keys(gradient.grads).length).toBe(whole.variables.filter(({ role }) => role === 'trained').length)
    })
    model.dispose()
  })

  it('layers model: where nothing says how images are prepared, it is refused and the choices named', async () => {
    const model = smallModel()
    const folder = await saveModel(model)
    expect(() => features(folder, side, {})).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        field: 'settings.preprocessing',
        hint: expect.stringContaining('minus-one-to-one'),
      }),
    )
    model.dispose()
  })

  it('layers model: what cannot be read or rebuilt is told with its reason and a remedy', async () => {
    const model = smallModel()
    const graph = await saveModel(model, (file) => ({ ...file, format: 'graph-model' }))
    expect(() => readLayersModel(graph)).toThrow('it is a GraphModel, whose layers are gone')
    const odd = await saveModel(model, (file) =>
      JSON.parse(JSON.stringify(file).replace('"class_name":"Flatten"', '"class_name":"Lambda"')),
    )
    expect(() => features(odd, side, { preprocessing: 'bytes' })).toThrow('is of class Lambda; known are Activation, Add,')
    const lost = await saveModel(model, (file) => JSON.parse(JSON.stringify(file).replace('group1-shard1of1.bin', 'group1-shard2of2.bin')))
    expect(() => features(lost, side, { preprocessing: 'bytes' })).toThrow('group1-shard2of2.bin is missing, which model.json names.')
    const whole = await saveModel(model)
    expect(() => features(whole, side, { preprocessing: 'bytes', featureLayer: 'top' })).toThrow('The model has no layer named "top".')
    expect(() => readLayersModel(join(whole, 'nowhere'))).toThrow('holds no model.json')
    model.dispose()
  })
})
