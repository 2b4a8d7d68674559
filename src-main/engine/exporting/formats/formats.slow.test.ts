/** Every network the lab can train comes back out of every format with the same answers. */
import { describe, expect, it } from 'vitest'
import { layersModelBackbone } from '../../backbones/layers-model/layers-model-backbone'
import { saveModel, side, smallModel, withMetadata } from '../../backbones/layers-model/testing/small-model'
import { backbones } from '../../backbones/registry'
import { findMethod, methods } from '../../methods/registry'
import { readLayersModel } from '../../pretrained/read-layers-model'
import { roundTrips } from '../testing/round-trip'
import { findFormat, misfit } from './registry'

const sourceOnly = findMethod('source-only')
const [digits] = backbones

/** Pretrained weights are set-up's; the shape of the network is what is tested here. */
const backboneParams: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { 'efficientnet-lite0': { weights: 'random' } }

describe.each(backbones.map((backbone) => ({ id: backbone.id, backbone })))('$id', ({ id, backbone }) => {
  it(`${id}: gives the same answers as ONNX, TensorFlow.js and plain weights, at an odd image size too`, async () => {
    for (const imageSize of [backbone.minImageSize, Math.min(backbone.maxImageSize, backbone.minImageSize + 5)]) {
      for (const report of await roundTrips({ method: sourceOnly, backbone, imageSize, backboneParams: backboneParams[id] }, 'source')) {
        expect(report.maxAbsDifference).toBeLessThan(report.tolerance)
        expect(report.topOneAgreementPct).toBe(100)
      }
    }
  })
})

describe.each(methods.map((method) => ({ id: method.id, method })))('$id', ({ id, method }) => {
  it.each(['source', 'target'] as const)(
    `${id}: its model, predicting as the %s, gives the same answers in every format`,
    async (domain) => {
      const reports = await roundTrips({ method, backbone: digits, imageSize: 16 }, domain)
      // Of the formats for floats, TensorFlow.js alone cannot bring rows to unit length.
      expect(reports).toHaveLength(id === 'siamese' ? 2 : 3)
      for (const { maxAbsDifference, tolerance } of reports) expect(maxAbsDifference).toBeLessThan(tolerance)
    },
  )
})

it('a network of one’s own: a LayersModel comes out of every format as it went in', async () => {
  const backbone = layersModelBackbone(readLayersModel(await saveModel(smallModel(), withMetadata('minus-one-to-one'))))
  for (const domain of ['source', 'target'] as const) {
    const reports = await roundTrips({ method: findMethod('dann'), backbone, imageSize: side }, domain)
    expect(reports).toHaveLength(3)
    for (const { maxAbsDifference, tolerance } of reports) expect(maxAbsDifference).toBeLessThan(tolerance)
  }
})

it('siamese: TensorFlow.js has no layer for it, which is said with the formats that have one', () => {
  const refused = misfit(findFormat('tfjs'), { coded: false, ops: ['dense', 'unit-length'] })
  expect(refused).toMatchObject({ message: expect.stringContaining('unit length'), hint: 'Choose ONNX (onnx) or Plain weights (weights).' })
})

it('averaged weights: the exported model predicts with the averages, as the lab does', async () => {
  for (const report of await roundTrips({ method: sourceOnly, backbone: digits, imageSize: 16, params: { emaDecay: 0.9 } }, 'source')) {
    expect(report.maxAbsDifference).toBeLessThan(report.tolerance)
  }
})
