/** The detector on the constructed pairs, and on changes that are no swap. */
import { expect, test } from 'vitest'
import { CLASSES, type Construction, constructedPair } from './constructed'
import { rowsOf } from './domain-points'
import { sourceVote } from './source-vote'
import { detectSwaps } from './swap-detector'

/** The reference sees the target as it is: what source-only gives where the shift is mild. */
function findings(kind: Construction) {
  const points = constructedPair(kind)
  const vote = sourceVote(points, CLASSES)
  const beside = Int32Array.from(rowsOf(points.domain, 1), (row) => vote[row])
  return detectSwaps({ beside, reference: points.truth, classes: CLASSES, seed: 0 })
}

test.each(['aligned', 'shifted'] as const)('swap: a pair that is %s raises no suspicion', (kind) => {
  expect(findings(kind)).toEqual({ suspicions: [], swappedPct: { value: 0, low: 0, high: 0 } })
})

test('swap: the two swapped classes are named, with the share that moved and how many images', () => {
  const { suspicions, swappedPct } = findings('swapped')
  expect(suspicions).toEqual([{ kind: 'swap', classes: [1, 3], sharesPct: [100, 100], images: 40 }])
  expect(swappedPct.value).toBe(50)
  expect(swappedPct.low).toBeLessThan(50)
})

test('swap: a collapse is named with the class that holds all', () => {
  expect(findings('collapsed').suspicions).toEqual([{ kind: 'collapse', classId: 2, sharePct: 100, referencePct: 25, images: 80 }])
})

test('swap: a circle of three classes is found once', () => {
  const reference = Int32Array.from({ length: 90 }, (_, i) => i % 3)
  const beside = reference.map((id) => (id + 1) % 3)
  expect(detectSwaps({ beside, reference, classes: 3, seed: 0 }).suspicions).toMatchObject([
    { kind: 'swap', classes: [0, 1, 2], images: 90 },
  ])
})

test('swap: correcting a reference that mistook one class for another is no swap', () => {
  // The reference called every 2 a 1; now they lie beside 2, and the ones stay.
  const reference = Int32Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 0 : 1))
  const beside = Int32Array.from({ length: 60 }, (_, i) => i % 3)
  expect(detectSwaps({ beside, reference, classes: 3, seed: 0 }).suspicions).toEqual([])
})

test('swap: a handful of images is no evidence', () => {
  const reference = Int32Array.from({ length: 8 }, (_, i) => i % 2)
  const beside = reference.map((id) => 1 - id)
  expect(detectSwaps({ beside, reference, classes: 2, seed: 0 }).suspicions).toEqual([])
})

test('vote: every point lies beside the class of its surroundings, a source point not beside itself', () => {
  const points = constructedPair('aligned')
  expect(sourceVote(points, CLASSES)).toEqual(points.classOf)
  const sealed = { ...points, domain: new Uint8Array(points.count).fill(1) }
  expect(new Set(sourceVote(sealed, CLASSES))).toEqual(new Set([-1]))
})
