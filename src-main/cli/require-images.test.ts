import { expect, it } from 'vitest'
import { importFolder } from '../engine/data/testing/domains'
import { noisePng } from '../engine/data/testing/make-images'
import { temporaryFolder } from '../engine/data/testing/temporary-folder'
import { requireImages } from './require-images'

const look = async (files: Record<string, Uint8Array | string>) => importFolder(await temporaryFolder(files))

it('require images: a folder without any image is a wrong request that names the folder', async () => {
  const domain = await look({ 'notes/list.txt': 'x' })
  expect(() => requireImages(domain, { folder: 'photos', field: 'DIR' })).toThrow(
    expect.objectContaining({
      code: 'invalid-input',
      field: 'DIR',
      message: expect.stringContaining('photos has no images'),
    }),
  )
})

it('require images: where every image is damaged, the files are listed and the work has failed', async () => {
  const domain = await look({ 'cat/1.png': 'x', 'cat/2.png': '' })
  expect(() => requireImages(domain, { folder: 'photos', field: 'DIR' })).toThrow(
    expect.objectContaining({ code: 'internal', message: expect.stringContaining('cat/1.png: not an image\n  cat/2.png: ') }),
  )
})

it('require images: one readable image is enough', async () => {
  const domain = await look({ 'cat/1.png': 'x', 'cat/2.png': await noisePng(1) })
  expect(() => requireImages(domain, { folder: 'photos', field: 'DIR' })).not.toThrow()
})
