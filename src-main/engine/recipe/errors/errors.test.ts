/** Errors that were made to share something are found to share it, and those that were not are not. */
import { describe, expect, it } from 'vitest'
import { memoryPixels } from '../../data/pixel-rows'
import { calibration } from '../../evaluation/calibration'
import { createRandom } from '../../nn/random'
import { type ImageAttributes, measureAttributes } from './image-attributes'
import { reliabilityBins } from './reliability'
import { findSystematicErrors } from './systematic-errors'

const size = 16

/** A bar on black: half its length, level, tilt in radians. */
function bar({ half = 5, level = 220, tilt = 0, blur = 0 }): Uint8Array {
  return Uint8Array.from({ length: size * size * 3 }, (_, at) => {
    const [x, y] = [(Math.floor(at / 3) % size) - 7.5, Math.floor(at / 3 / size) - 7.5]
    const [along, across] = [y * Math.cos(tilt) + x * Math.sin(tilt), x * Math.cos(tilt) - y * Math.sin(tilt)]
    const off = Math.max(Math.abs(along) - half, Math.abs(across) - 1.5)
    return blur === 0 ? (off <= 0 ? level : 0) : level / (1 + Math.exp(off / blur))
  })
}

const attributesOf = (images: readonly Uint8Array[]): ImageAttributes =>
  measureAttributes(memoryPixels(Uint8Array.from(images.flatMap((image) => [...image])), size * size * 3), size)

describe('image attributes', () => {
  it('attributes: a darker, a smaller, a tilted and a blurred bar each stand out in their own', () => {
    const { brightness, extent, slant, sharpness } = attributesOf([
      bar({}),
      bar({ level: 90 }),
      bar({ half: 3 }),
      bar({ tilt: 0.5 }),
      bar({ blur: 1 }),
    ])
    expect(brightness[1]).toBeLessThan(0.6 * brightness[0])
    expect(extent[2]).toBeLessThan(0.8 * extent[0])
    expect(slant[0]).toBeCloseTo(0, 3)
    expect(slant[3]).toBeCloseTo(0.5, 1)
    expect(sharpness[4]).toBeLessThan(0.7 * sharpness[0])
  })
})

describe('systematic errors', () => {
  const random = createRandom('errors')
  const count = 120
  const labels = Int32Array.from({ length: count }, (_, row) => row % 3)
  const base = { labels, classNames: ['a', 'b', 'c'], domainIndex: Int32Array.from({ length: count }, (_, row) => 1000 + row) }
  const noise = (): Float64Array => Float64Array.from({ length: count }, () => random.normal())
  const plain = (): ImageAttributes => ({ brightness: noise(), contrast: noise(), sharpness: noise(), extent: noise(), slant: noise() })

  it('errors: dark images of one class taken for another are one cluster that says so', () => {
    const wrong = [...labels.keys()].filter((row) => labels[row] === 1).slice(0, 12)
    const predicted = labels.map((label, row) => (wrong.includes(row) ? 2 : label))
    const attributes = plain()
    for (const row of wrong) attributes.brightness[row] -= 4
    const found = findSystematicErrors({ ...base, predicted, attributes })
    expect(found.errors).toBe(12)
    expect(found.clusters[0]).toMatchObject({ truth: 'b', predicted: 'c', count: 12, ofErrorsPct: 100, ofClassPct: 30 })
    expect(found.clusters[0].indices[0]).toBe(1000 + wrong[0])
    expect(found.clusters[0].attributes[0]).toMatchObject({ attribute: 'darker' })
    expect(found.attributes[0].effect).toBeLessThan(-0.8)
  })
  it('errors: those that share nothing are said to share nothing', () => {
    const predicted = labels.map((label, row) => (row % 10 === 0 ? (label + 1) % 3 : label))
    expect(
      findSystematicErrors({ ...base, predicted, attributes: plain() }).attributes.filter(({ effect }) => Math.abs(effect) > 0.8),
    ).toEqual([])
  })
  it('errors: a class that is dark by nature is no reason', () => {
    const predicted = labels.map((label, row) => (label === 1 && row % 2 === 0 ? 2 : label))
    const attributes = plain()
    for (const row of labels.keys()) if (labels[row] === 1) attributes.brightness[row] -= 5
    expect(findSystematicErrors({ ...base, predicted, attributes }).attributes.map(({ attribute }) => attribute)).not.toContain('darker')
  })
  it('errors: none leave nothing to group', () => {
    expect(findSystematicErrors({ ...base, predicted: labels, attributes: plain() })).toEqual({ errors: 0, clusters: [], attributes: [] })
  })
})

describe('reliability', () => {
  it('reliability: the bins make up the calibration error', () => {
    const random = createRandom('reliability')
    const confidences = Array.from({ length: 300 }, () => 0.4 + 0.6 * random.uniform())
    const correct = confidences.map((confidence) => Number(random.uniform() < confidence - 0.1))
    const bins = reliabilityBins(confidences, correct)
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(300)
    const ece = bins.reduce((sum, bin) => sum + (bin.count / 300) * Math.abs(bin.accuracyPct - bin.confidencePct), 0)
    expect(ece).toBeCloseTo(100 * calibration(confidences, correct).ece, 8)
  })
})
