/** A folder of a hundred thousand files: listed in slices, stopped at once, one decode for equal bytes. */
import { link, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scanFolder } from './scan-folder'
import { importFolder } from './testing/domains'
import { noisePng } from './testing/make-images'
import { temporaryFolder } from './testing/temporary-folder'

const perFolder = 1000

/** Hard links: a hundred thousand names for one small picture. */
async function manyFiles(count: number): Promise<string> {
  const folder = await temporaryFolder({ 'first.png': await noisePng('one', 8) })
  for (let start = 0; start < count; start += perFolder) {
    const inner = join(folder, start < count / 2 ? 'a' : 'b', String(start))
    await mkdir(inner, { recursive: true })
    await Promise.all(Array.from({ length: perFolder }, (_, i) => link(join(folder, 'first.png'), join(inner, `${i}.png`))))
  }
  return folder
}

test('many files: a hundred thousand are imported with little memory, and an abort ends the listing at once', async () => {
  const folder = await manyFiles(100_000)
  const before = process.memoryUsage.rss()
  const { summary } = await importFolder(folder)
  expect(summary).toMatchObject({ images: 100_000, classNames: ['a', 'b'], duplicates: 99_999 })
  // Names, marks and places: nothing that grows with the pixels.
  expect((process.memoryUsage.rss() - before) / 1024 ** 2).toBeLessThan(400)
  const stop = new AbortController()
  const stopped = scanFolder(folder, { signal: stop.signal })
  const began = performance.now()
  stop.abort()
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  expect(performance.now() - began).toBeLessThan(2000)
})
