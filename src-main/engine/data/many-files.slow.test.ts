/** A folder of a hundred thousand files: listed in slices, stopped at once, one decode for equal bytes. */
import { link, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scanFolder } from './scan-folder'
import { importFolder } from './testing/domains'
import { noisePng } from './testing/make-images'
import { temporaryFolder } from './testing/temporary-folder'

const perFolder = 1000

/** Hard links to one small picture a folder: file systems allow some sixty thousand names for one file. */
async function manyFiles(count: number): Promise<string> {
  const picture = await noisePng('one', 8)
  const folder = await temporaryFolder()
  for (let start = 0; start < count; start += perFolder) {
    const inner = join(folder, start < count / 2 ? 'a' : 'b', String(start))
    await mkdir(inner, { recursive: true })
    await writeFile(join(inner, '0.png'), picture)
    await Promise.all(Array.from({ length: perFolder - 1 }, (_, i) => link(join(inner, '0.png'), join(inner, `${i + 1}.png`))))
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
