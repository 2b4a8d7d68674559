/** Thumbnails of a domain. */
import { expect, test } from 'vitest'
import { sampleStrip } from './sample-strip'
import { importFolder } from './testing/domains'
import { noise, noisePng } from './testing/make-images'
import { temporaryFolder } from './testing/temporary-folder'

test('strip: chosen images come as RGBA with their classes', async () => {
  const domain = await importFolder(await temporaryFolder({ 'a/1.png': await noisePng(1), 'b/2.png': await noisePng(2) }))
  const strip = sampleStrip(domain, { indices: [1] })
  expect(strip).toMatchObject({ size: 8, count: 1, indices: [1], labels: ['b'] })
  const rgb = strip.pixels.filter((_, i) => i % 4 !== 3)
  expect(Buffer.compare(rgb, noise(2))).toBe(0)
  expect(strip.pixels.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true)
})

test('strip: a sample is even over the domain, and a target has no labels in it', async () => {
  const files = Array.from({ length: 9 }, async (_, i) => [`${'abc'[i % 3]}/${i}.png`, await noisePng(i)] as const)
  const folder = await temporaryFolder(Object.fromEntries(await Promise.all(files)))
  expect(sampleStrip(await importFolder(folder), { count: 3 })).toMatchObject({ indices: [1, 4, 7], labels: ['a', 'b', 'c'] })
  expect(sampleStrip(await importFolder(folder, { role: 'target' }), { count: 20 }).labels).toEqual(Array(9).fill(null))
})

test('strip: an index outside the domain is refused', async () => {
  const domain = await importFolder(await temporaryFolder({ 'a/1.png': await noisePng(1) }))
  expect(() => sampleStrip(domain, { indices: [1] })).toThrow('There is no image 1; the domain has 1.')
})
