/** What every backbone must hold to, tested on each entry of the registry, and the sizes the papers state. */
import { createHash } from 'node:crypto'
import { AppError } from '@shared/contract/failure'
import { BackboneInfo } from '@shared/domain/method'
import { describe, expect, it } from 'vitest'
import { type Rank, tf } from '../backend/tensorflow'
import { createRandom } from '../nn/random'
import { isProvided, providedWeights } from '../pretrained/testing/provided-weights'
import type { Backbone, BackboneContext, BackboneDefinition } from './backbone'
import { backbones, findBackbone, listBackbones } from './registry'

const training = { training: true }
const inference = { training: false }
const classes = 3

function contextOf(imageSize: number, seed = 0): BackboneContext {
  return {
    imageSize,
    normalisation: { mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.4] },
    random: createRandom(`backbone/${seed}`),
    pretrained: providedWeights,
  }
}

/** Set-up goes on without weights that cannot be fetched; their networks are then tested with random ones. */
const paramsOf = ({ id, params }: BackboneDefinition) =>
  params.parse(id === 'efficientnet-lite0' && !isProvided(id) ? { weights: 'random' } : {})

function sha256Of(backbone: Backbone): string {
  const hash = createHash('sha256')
  for (const { name, variable } of [...backbone.features.variables, ...backbone.createHead(classes).variables]) {
    hash.update(name).update(variable.dataSync())
  }
  return hash.digest('hex')
}

describe('registry', () => {
  it('registry: ids are unique, entries fit the contract, and the default comes first', () => {
    const infos = listBackbones().map((info) => BackboneInfo.parse(info))
    expect(new Set(infos.map((info) => info.id)).size).toBe(infos.length)
    expect(infos[0].id).toBe('digits-cnn-bn')
  })
  it('registry: an unknown backbone is refused with the known ones', () => {
    expect(() => findBackbone('alexnet')).toThrow(AppError)
    expect(() => findBackbone('alexnet')).toThrow('no backbone named "alexnet"')
  })
})

describe.each(backbones.map((definition) => ({ id: definition.id, definition })))('$id', ({ id, definition }) => {
  const params = paramsOf(definition)
  const sizes = [definition.minImageSize, definition.minImageSize + 5, Math.min(definition.maxImageSize, 33)]

  for (const size of new Set(sizes)) {
    it(`${id}: takes images of ${size} px through features, label head and domain head`, () => {
      tf.tidy(() => {
        const backbone = definition.build(contextOf(size), params)
        const x = tf.randomUniform<Rank.R4>([4, size, size, 3], 0, 1, 'float32', 1)
        for (const pass of [training, inference]) {
          const features = backbone.features.forward(x, pass)
          expect(features.shape).toEqual([4, backbone.features.featureSize])
          expect(backbone.createHead(classes).forward(features, pass).shape).toEqual([4, classes])
          const domains = backbone.createDiscriminator().forward(features, pass)
          expect(domains.shape).toEqual([4, 2])
          expect([...domains.dataSync()].every(Number.isFinite)).toBe(true)
          expect(backbone.createDiscriminator(7).forward(tf.ones<Rank.R2>([4, 7]), pass).shape).toEqual([4, 2])
        }
      })
    })
  }

  it(`${id}: variable names are unique within features and heads, and the seed alone sets their values`, () => {
    tf.tidy(() => {
      const size = definition.minImageSize
      const values = [contextOf(size), contextOf(size), contextOf(size, 1)].map((context) => {
        const backbone = definition.build(context, params)
        const names = backbone.features.variables.map((one) => one.name)
        expect(new Set(names).size).toBe(names.length)
        return sha256Of(backbone)
      })
      expect(values[1]).toBe(values[0])
      expect(values[2]).not.toBe(values[0])
    })
  })

  it(`${id}: at inference an image's logits do not depend on the rest of its batch`, () => {
    tf.tidy(() => {
      const size = definition.minImageSize
      const backbone = definition.build(contextOf(size), params)
      const head = backbone.createHead(classes)
      const x = tf.randomUniform<Rank.R4>([6, size, size, 3], 0, 1, 'float32', 2)
      head.forward(backbone.features.forward(x, training), training)
      const logits = (batch: typeof x) => [...head.forward(backbone.features.forward(batch, inference), inference).dataSync()]
      const alone = logits(tf.slice(x, 0, 1))
      logits(x)
        .slice(0, classes)
        .forEach((value, index) => {
          expect(value).toBeCloseTo(alone[index], 4)
        })
    })
  })
})

describe('sizes', () => {
  it('sizes: features are those the papers state, at the default image size', () => {
    const featureSizes = Object.fromEntries(
      backbones.map((definition) =>
        tf.tidy(() => [definition.id, definition.build(contextOf(definition.defaultImageSize), paramsOf(definition)).features.featureSize]),
      ) as [string, number][],
    )
    expect(featureSizes).toEqual({ 'digits-cnn': 768, 'digits-cnn-bn': 800, 'resnet-bn': 64, 'efficientnet-lite0': 1280, mlp: 128 })
  })
})
