/** Every measure on pairs that are aligned, shifted, swapped or collapsed by construction, and against the formula it states. */
import { expect, test } from 'vitest'
import { nearestNeighbours } from '../nearest-neighbours'
import { alignmentMeasures } from './alignment-measures'
import { bandOfMean } from './bootstrap'
import { CLASSES, type Construction, constructedPair } from './constructed'
import { coralDistance } from './coral-distance'
import { kernelDiscrepancy } from './kernel-discrepancy'
import { mmd } from './mmd'

const measured = (kind: Construction) => {
  const points = constructedPair(kind)
  return alignmentMeasures(points, { neighbours: nearestNeighbours({ ...points, k: 16 }), classes: CLASSES, seed: 0 })
}

test('measures: a perfectly aligned pair is mixed in every measure, and its classes stay apart', () => {
  const { aDistance, mmd, coral, classDistance, silhouetteByClass, silhouetteByDomain, mixing, classes } = measured('aligned')
  expect(aDistance?.value).toBeLessThan(0.6)
  expect(Math.abs(mmd?.value ?? 1)).toBeLessThan(0.02)
  expect(Math.abs(coral?.value ?? 1)).toBeLessThan(0.01)
  expect(classDistance?.value).toBeLessThan(0.6)
  expect(silhouetteByClass?.value).toBeGreaterThan(0.7)
  expect(Math.abs(silhouetteByDomain?.value ?? 1)).toBeLessThan(0.1)
  expect(mixing?.value).toBeGreaterThan(0.8)
  expect(classes).toHaveLength(CLASSES)
  for (const one of classes) expect(one).toMatchObject({ source: 20, target: 20, mixing: expect.any(Number), distance: expect.any(Number) })
})

test('measures: a shifted pair is apart in every measure that looks at places, and not in CORAL, which looks at shapes', () => {
  const [aligned, shifted] = [measured('aligned'), measured('shifted')]
  expect(shifted.aDistance?.value).toBeGreaterThan(1.8)
  expect(shifted.mmd?.value).toBeGreaterThan(10 * Math.abs(aligned.mmd?.value ?? 0))
  expect(shifted.classDistance?.value).toBeGreaterThan(5)
  expect(shifted.mixing?.value).toBeLessThan(0.05)
  expect(shifted.silhouetteByDomain?.value).toBeGreaterThan(0.1)
  expect(shifted.coral?.value).toBeCloseTo(aligned.coral?.value ?? 1, 2)
})

test('measures: swapped classes look as well aligned as right ones, which is why there is a detector', () => {
  const [aligned, swapped] = [measured('aligned'), measured('swapped')]
  expect(swapped.aDistance?.value).toBeLessThan((aligned.aDistance?.value ?? 0) + 0.3)
  expect(swapped.mixing?.value).toBeGreaterThan(0.8)
  expect(swapped.classDistance?.value).toBeLessThan(0.6)
})

test('measures: a collapsed target leaves classes without images, which are named by null', () => {
  const { classes, coral } = measured('collapsed')
  expect(classes.map((one) => one.target)).toEqual([0, 0, 80, 0])
  expect(classes.map((one) => one.distance === null)).toEqual([true, true, false, true])
  expect(coral?.value).toBeGreaterThan(0.05)
})

test('measures: every band holds its value', () => {
  for (const kind of ['aligned', 'shifted', 'collapsed'] as const) {
    for (const figure of Object.values(measured(kind))) {
      if (figure === null || Array.isArray(figure)) continue
      expect(figure.low).toBeLessThanOrEqual(figure.value + 0.02)
      expect(figure.high).toBeGreaterThanOrEqual(figure.value - 0.02)
    }
  }
})

test('measures: with next to no points of one domain, what compares domains is null and nothing throws', () => {
  const all = constructedPair('aligned')
  const points = {
    ...all,
    features: all.features.slice(0, 82 * 6),
    count: 82,
    domain: all.domain.slice(0, 82),
    classOf: all.classOf.slice(0, 82),
  }
  const { aDistance, mmd, coral, mixing, silhouetteByClass } = alignmentMeasures(points, {
    neighbours: nearestNeighbours({ ...points, k: 10 }),
    classes: CLASSES,
    seed: 0,
  })
  expect([aDistance, mmd, coral, mixing]).toEqual([null, null, null, null])
  expect(silhouetteByClass?.value).toBeGreaterThan(0.5)
})

test('kernel discrepancy: equals the sum over all pairs as it is written', () => {
  const domain = Uint8Array.of(0, 0, 0, 1, 1)
  const kernel = Float32Array.from(
    { length: 25 },
    (_, at) => 1 / (1 + Math.abs((at % 5) - Math.floor(at / 5)) + (at % 5) * Math.floor(at / 5)),
  )
  const mean = (rows: number[], columns: number[]): number => {
    const pairs = rows.flatMap((i) => columns.filter((j) => j !== i).map((j) => kernel[i * 5 + j]))
    return pairs.reduce((sum, value) => sum + value, 0) / pairs.length
  }
  const want = mean([0, 1, 2], [0, 1, 2]) + mean([3, 4], [3, 4]) - 2 * mean([0, 1, 2], [3, 4])
  expect(kernelDiscrepancy(kernel, domain, { seed: 0, replicates: 5 }).value).toBeCloseTo(want, 6)
})

test('mmd: is large between far samples, bounded by 2, and about zero between halves of one', () => {
  const { features, dimensions } = constructedPair('aligned')
  const count = 60
  const halves = { features: features.slice(0, count * dimensions), count, dimensions, classOf: new Int32Array(count) }
  const mixed = mmd({ ...halves, domain: Uint8Array.from({ length: count }, (_, i) => i % 2) }, { seed: 0, replicates: 20 })
  const apart = mmd({ ...halves, domain: Uint8Array.from({ length: count }, (_, i) => (i < 20 ? 0 : 1)) }, { seed: 0, replicates: 20 })
  expect(Math.abs(mixed.value)).toBeLessThan(0.05)
  expect(apart.value).toBeGreaterThan(0.3)
  expect(apart.value).toBeLessThan(2)
})

test('coral: scaling one domain moves it apart, scaling both changes nothing', () => {
  const points = constructedPair('aligned')
  const scaled = (factor: (row: number) => number) => ({
    ...points,
    features: points.features.map((value, at) => value * factor(Math.floor(at / points.dimensions))),
  })
  const plain = coralDistance(points, { seed: 0, replicates: 10 }).value
  expect(
    coralDistance(
      scaled(() => 7),
      { seed: 0, replicates: 10 },
    ).value,
  ).toBeCloseTo(plain, 5)
  expect(
    coralDistance(
      scaled((row) => (row < 80 ? 1 : 2)),
      { seed: 0, replicates: 10 },
    ).value,
  ).toBeGreaterThan(plain + 0.02)
})

test('bootstrap: the band of a mean is about two standard errors wide to each side, and the same for the same seed', () => {
  const samples = Float64Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 1 : -1))
  const band = bandOfMean(samples, { strata: new Uint8Array(400), seed: 3, replicates: 400 })
  expect(band.value).toBe(0)
  expect(band.high).toBeGreaterThan(0.07)
  expect(band.high).toBeLessThan(0.13)
  expect(band.low).toBeLessThan(-0.07)
  expect(bandOfMean(samples, { strata: new Uint8Array(400), seed: 3, replicates: 400 })).toEqual(band)
})
