/** Features of a frozen network in place of images: the same training, and each image passed once. */
import { describe, expect, it } from 'vitest'
import { mlp } from '../backbones/mlp'
import { tf } from '../backend/tensorflow'
import { limitLabels } from '../data/limit-labels'
import { joinImages, selectImages } from '../data/select-images'
import { temporaryFolder } from '../data/testing/temporary-folder'
import type { LabelledImages, PairData } from '../data/types'
import { blobNormalisation, blobSide, shiftedBlobs } from '../methods/testing/shifted-blobs'
import { createRandom } from '../nn/random'
import { imageTensor } from './batches'
import { type FrozenFeaturesOptions, withFrozenFeatures } from './frozen-features'

const random = createRandom('frozen-features')
const network = (seed: number) => {
  const normalisation = { mean: [...blobNormalisation.mean], std: [...blobNormalisation.std] } as never
  return mlp.build({ imageSize: blobSide, normalisation, random: createRandom(`net-${seed}`) }, mlp.params.parse({ hiddenUnits: 6 }))
    .features
}
const blobs = (count: number, name: string) => shiftedBlobs('source', count, random.fork(name))

function pairOf(train: LabelledImages): PairData {
  const test = blobs(8, 'test')
  return {
    source: { train, test },
    target: { train: blobs(40, 'target'), test },
    vault: null,
    classNames: ['a', 'b'],
  } as unknown as PairData
}

async function extract(pair: PairData, changes: Partial<FrozenFeaturesOptions> = {}) {
  const told: number[] = []
  const extracted = await withFrozenFeatures(pair, {
    ...{ extractor: network(0), network: 'mlp', cacheFolder: await temporaryFolder({}), signal: new AbortController().signal },
    onProgress: ({ done, total }) => told.push(done / total),
    ...changes,
  })
  return { ...extracted, told }
}

describe('frozen features', () => {
  it('frozen features: an extractor gives for features what it gives for the images, whole batches frozen', async () => {
    const pair = pairOf(blobs(70, 'train'))
    const extractor = network(0)
    const { pair: fed, passed, told } = await extract(pair, { extractor })
    // The source's and the target's test images are the same here, and are passed once.
    expect([passed, told.at(-1)]).toEqual([118, 1])
    tf.tidy(() => {
      const rows = Int32Array.of(0, 33, 69)
      const [direct, through] = [pair, fed].map(({ source }) => extractor.forward(imageTensor(source.train, rows), { training: true }))
      expect(imageTensor(fed.source.train, rows).shape).toEqual([3, 1, 1, 6])
      expect(tf.max(tf.abs(tf.sub(direct, through))).dataSync()[0]).toBeLessThan(1e-4)
    })
  })

  it('frozen features: what is kept is not passed again; other weights and other pixels are', async () => {
    const cacheFolder = await temporaryFolder({})
    const pair = pairOf(blobs(70, 'train'))
    expect((await extract(pair, { cacheFolder })).passed).toBe(118)
    expect((await extract(pair, { cacheFolder })).passed).toBe(0)
    expect((await extract(pairOf(blobs(71, 'other')), { cacheFolder })).passed).toBe(71)
    expect((await extract(pair, { cacheFolder, extractor: network(1) })).passed).toBe(118)
    expect((await extract(pair, { cacheFolder, network: 'mlp with other settings' })).passed).toBe(118)
  })

  it('frozen features: a cancel ends it in words, and what was done is kept', async () => {
    const cacheFolder = await temporaryFolder({})
    const abort = new AbortController()
    const pair = pairOf(blobs(70, 'train'))
    const stopped = extract(pair, { cacheFolder, signal: abort.signal, onProgress: ({ done }) => done >= 32 && abort.abort() })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    expect((await extract(pair, { cacheFolder })).passed).toBe(118 - 32)
  })

  it('frozen features: subsets and joined images keep the features of their rows', async () => {
    const { pair } = await extract(pairOf(blobs(70, 'train')))
    const { train, test } = pair.source
    const picked = selectImages(train, Int32Array.of(5, 2))
    expect(picked.features?.row(1)).toBe(train.features?.row(2))
    expect(joinImages(picked, test).features?.row(2)).toBe(test.features?.row(0))
  })
})

describe('limited labels', () => {
  it('limited labels: the part of each class, again and again up to the same count; a smaller part lies within a larger one', () => {
    const all = blobs(100, 'limited')
    const [few, more] = [0.04, 0.2].map((fraction) => limitLabels(all, { fraction, seed: 3 }))
    expect([few.count, more.count]).toEqual([100, 100])
    const distinct = (images: LabelledImages) => new Set(images.domainIndex)
    expect([distinct(few).size, distinct(more).size]).toEqual([4, 20])
    expect([...distinct(few)].every((index) => distinct(more).has(index))).toBe(true)
    expect([...new Set(few.labels)].sort()).toEqual([0, 1])
    expect([...few.labels]).toEqual([...few.domainIndex].map((index) => all.labels[index]))
    expect(limitLabels(all, { fraction: 1, seed: 3 })).toBe(all)
    expect(distinct(limitLabels(all, { fraction: 0.001, seed: 3 })).size).toBe(2)
  })
})
