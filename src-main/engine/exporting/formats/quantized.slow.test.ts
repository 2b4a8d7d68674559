/** Networks that compute with whole numbers come back out of the formats that can hold them with the lab's answers. */
import { describe, expect, it } from 'vitest'
import { backbones } from '../../backbones/registry'
import { findMethod } from '../../methods/registry'
import { openGraphSession } from '../../reduction/graph/graph-session'
import { traceNetwork } from '../../reduction/graph/trace-network'
import { quantised } from '../../reduction/testing/quantised'
import { readReduced } from '../read-reduced'
import { noiseClasses, roundTripsOf } from '../testing/round-trip'
import { movedSession, noiseImages } from '../testing/trained-session'

const backboneParams: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'efficientnet-lite0': { weights: 'random' },
  'resnet-bn': { width: 4 },
}

describe.each(backbones.map((backbone) => ({ id: backbone.id, backbone })))('$id', ({ id, backbone }) => {
  it.each(['per-channel-symmetric', 'per-tensor-asymmetric'] as const)(
    `${id}: in 8 bits, %s, answers the same from its file, for both domains`,
    async (scheme) => {
      const imageSize = Math.max(16, backbone.minImageSize)
      const session = movedSession({
        method: findMethod('dann'),
        backbone,
        imageSize,
        classes: noiseClasses,
        backboneParams: backboneParams[id],
      })
      const model = await quantised(traceNetwork(session, imageSize), scheme, noiseImages(16, imageSize, 3).images)
      session.dispose()
      const lab = openGraphSession(model)
      for (const domain of ['source', 'target'] as const) {
        for (const report of await roundTripsOf(readReduced(model, domain), lab, { imageSize, domain })) {
          // Whole numbers are the same in both: what differs is the rounding of the softmax.
          expect(report.maxAbsDifference).toBeLessThan(1e-6)
        }
      }
      lab.dispose()
    },
  )
})
