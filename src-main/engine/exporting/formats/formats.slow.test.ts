/** Every network the lab can train comes back out of every format with the same answers. */
import { describe, expect, it } from 'vitest'
import { backbones } from '../../backbones/registry'
import { methods } from '../../methods/registry'
import { roundTrips } from '../testing/round-trip'

const sourceOnly = methods.find(({ id }) => id === 'source-only') as (typeof methods)[number]
const [digits] = backbones

describe.each(backbones.map((backbone) => ({ id: backbone.id, backbone })))('$id', ({ id, backbone }) => {
  it(`${id}: gives the same answers as ONNX, TensorFlow.js and plain weights, at an odd image size too`, async () => {
    for (const imageSize of [backbone.minImageSize, Math.min(backbone.maxImageSize, backbone.minImageSize + 5)]) {
      for (const report of await roundTrips({ method: sourceOnly, backbone, imageSize }, 'source')) {
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
      for (const report of await roundTrips({ method, backbone: digits, imageSize: 16 }, domain)) {
        expect(report.maxAbsDifference).toBeLessThan(report.tolerance)
      }
    },
  )
})

it('averaged weights: the exported model predicts with the averages, as the lab does', async () => {
  for (const report of await roundTrips({ method: sourceOnly, backbone: digits, imageSize: 16, params: { emaDecay: 0.9 } }, 'source')) {
    expect(report.maxAbsDifference).toBeLessThan(report.tolerance)
  }
})
