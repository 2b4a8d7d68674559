/** The one-shot map: result, progress, abort, refusals. */
import { expect, test } from 'vitest'
import { embedFeatures } from './embed-features'
import { blobs, nearestInOwnGroup } from './test-support'

test('embed: blobs come out apart, trusted, with progress that rises', async () => {
  const matrix = blobs({ count: 300, dimensions: 20, blobs: 3, spread: 4, seed: 1 })
  const shares: number[] = []
  const { positions, kl, trustworthiness, agreement, seconds } = await embedFeatures({
    ...matrix,
    perplexity: 20,
    seed: 0,
    agreement: 'measured',
    onProgress: ({ share }) => shares.push(share),
  })
  expect(nearestInOwnGroup(positions, 3)).toBe(1)
  expect(kl).toBeGreaterThan(0)
  expect(trustworthiness).toBeGreaterThan(0.9)
  expect(agreement).toBeGreaterThan(0.5)
  expect(seconds).toBeGreaterThan(0)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
})

test('embed: an abort during the work ends it as cancelled', async () => {
  const controller = new AbortController()
  const work = embedFeatures({
    ...blobs({ count: 700, dimensions: 50, blobs: 3, spread: 2, seed: 2 }),
    perplexity: 30,
    iterations: 1_000_000,
    seed: 0,
    agreement: 'skipped',
    onProgress: () => controller.abort(),
    signal: controller.signal,
  })
  await expect(work).rejects.toMatchObject({ code: 'cancelled' })
})

test('embed: too few points and values that are not numbers are refused', async () => {
  const matrix = blobs({ count: 40, dimensions: 3, blobs: 1, spread: 0, seed: 3 })
  await expect(embedFeatures({ ...matrix, perplexity: 30, seed: 0, agreement: 'skipped' })).rejects.toMatchObject({
    hint: 'Use perplexity 13 or less, or add points.',
  })
  matrix.features[5] = Number.POSITIVE_INFINITY
  await expect(embedFeatures({ ...matrix, perplexity: 5, seed: 0, agreement: 'skipped' })).rejects.toThrow(
    'Row 1 of the features holds Infinity',
  )
})
