import { expect, it } from 'vitest'
import { memoryPixels } from '../data/pixel-rows'
import type { LabelledImages, PairData } from '../data/types'
import { chooseMapPoints, pointsPerDomain } from './map-points'

const ids = { runId: 'run', trialId: 'trial' }

/** One-pixel images, ordered by class as a source is. */
function images(count: number, classes: number): LabelledImages {
  return {
    count,
    size: 1,
    pixels: memoryPixels(new Uint8Array(count * 3), 3),
    domainIndex: Int32Array.from({ length: count }, (_, index) => index),
    labels: Int32Array.from({ length: count }, (_, index) => Math.floor((index * classes) / count)),
  }
}

function pair(testCount: number, trainCount: number): PairData {
  const side = { train: images(trainCount, 10), test: images(testCount, 10) }
  return {
    source: side,
    target: side,
    vault: null,
    ownVault: null,
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    summaries: {} as PairData['summaries'],
  }
}

it('map points: all classes are shown in their proportions when there are more test images than points', () => {
  const { points } = chooseMapPoints(pair(2000, 10), { targetTest: null }, ids)
  const counts = new Array(10).fill(0)
  for (let point = 0; point < pointsPerDomain; point++) counts[points.sourceClass[point]]++
  expect(counts).toEqual(new Array(10).fill(pointsPerDomain / 10))
})

it('map points: few test images are filled up from training, but never across two folders of the target', () => {
  expect(chooseMapPoints(pair(20, 900), { targetTest: null }, ids).target.count).toBe(pointsPerDomain)
  expect(chooseMapPoints(pair(20, 900), { targetTest: { kind: 'folder', path: 'elsewhere' } }, ids).target.count).toBe(20)
})

it('map points: points of several sources know which, test and training images alike', () => {
  const plain = pair(20, 900)
  const halves = (side: LabelledImages): LabelledImages => ({
    ...side,
    domains: Int32Array.from(side.labels, (_, row) => (2 * row < side.count ? 0 : 1)),
  })
  const summaries = { source: { parts: [{ name: 'studio' }, { name: 'street' }] } } as PairData['summaries']
  const source = { train: halves(plain.source.train), test: halves(plain.source.test) }
  const { points } = chooseMapPoints({ ...plain, source, summaries }, { targetTest: null }, ids)
  expect(points.sourceNames).toEqual(['studio', 'street'])
  expect(points.sourcePart?.filter((part) => part === 1)).toHaveLength(pointsPerDomain / 2)
  expect([...(points.sourcePart?.slice(0, 20) ?? [])]).toEqual([...(source.test.domains ?? [])])
  expect(chooseMapPoints(plain, { targetTest: null }, ids).points.sourcePart).toBeUndefined()
})

it('map points: target points carry no class', () => {
  const { points, source } = chooseMapPoints(pair(50, 0), { targetTest: null }, ids)
  expect(points.sourceClass.slice(source.count).every((classId) => classId === -1)).toBe(true)
})
