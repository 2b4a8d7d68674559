/** Every network the lab can train comes back out of every format with the same answers. */
import { describe, expect, it } from 'vitest'
import { backbones } from '../../backbones/registry'
import { methods } from '../../methods/registry'
import { roundTrips } from '../testing/round-trip'

const sourceOnly = methods.find(({ id }) => id === 'source-only') as (typeof methods)[number]
const [digits] = backbones

/** Pretrained weights are set-up's; the shape of the network is what is tested here. */
const backboneParams: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { 'efficientnet-lite0': { weights: 'random' } }

/** Features that are scaled to unit length have no word in the formats. */
const inexpressible = new Set(['siamese'])

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

describe.each(methods.filter(({ id }) => !inexpressible.has(id)).map((method) => ({ id: method.id, method })))('$id', ({ id, method }) => {
  it.each(['source', 'target'] as const)(
    `${id}: its model, predicting as the %s, gives the same answers in every format`,
    async (domain) => {
      for (const report of await roundTrips({ method, backbone: digits, imageSize: 16 }, domain)) {
        expect(report.maxAbsDifference).toBeLessThan(report.tolerance)
      }
    },
  )
})

it.each([...inexpressible])('%s: that it cannot be exported is said in words', async (id) => {
  const method = methods.find((one) => one.id === id) as (typeof methods)[number]
  await expect(roundTrips({ method, backbone: digits, imageSize: 16 }, 'source')).rejects.toThrow('This network cannot be exported')
})

it('averaged weights: the exported model predicts with the averages, as the lab does', async () => {
  for (const report of await roundTrips({ method: sourceOnly, backbone: digits, imageSize: 16, params: { emaDecay: 0.9 } }, 'source')) {
    expect(report.maxAbsDifference).toBeLessThan(report.tolerance)
  }
})
