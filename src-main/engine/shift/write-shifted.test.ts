import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeWhole } from '../data/decode-image'
import { encodeFineJpeg, encodePng } from '../data/native-image'
import { temporaryFolder } from '../data/testing/temporary-folder'
import { createShifter } from './apply-shifts'
import { writeShifted } from './write-shifted'

const stack = [
  { kind: 'gaussian-noise', severity: 2 },
  { kind: 'rotation', severity: 1 },
]

function picture(seed: number, width = 12, height = 8) {
  return { width, height, pixels: Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * seed) % 251) }
}

async function someImages(): Promise<{ data: string; out: string }> {
  const folder = await temporaryFolder({
    'data/cat/one.png': await encodePng(picture(3)),
    'data/cat/two.JPG': await encodeFineJpeg(picture(5)),
    'data/a dog/three.png': await encodePng(picture(7)),
    'data/a dog/broken.png': 'no image',
  })
  return { data: join(folder, 'data'), out: join(folder, 'out') }
}

test('class folders and file names are kept, what cannot be read is listed and left out', async () => {
  const { data, out } = await someImages()
  const { images, unreadable } = await writeShifted({ data, stack, seed: 1, out })
  expect(images).toBe(3)
  expect(unreadable).toMatchObject([{ file: 'a dog/broken.png' }])
  expect((await readdir(out, { recursive: true })).sort()).toEqual(['a dog', 'a dog/three.png', 'cat', 'cat/one.png', 'cat/two.JPG'])
})

test('a written image is the shifted one at its own size, by seed and content', async () => {
  const { data, out } = await someImages()
  await writeShifted({ data, stack, seed: 1, out })
  const original = await decodeWhole(await readFile(join(data, 'cat', 'one.png')))
  const written = await decodeWhole(await readFile(join(out, 'cat', 'one.png')))
  expect(written).toMatchObject({ width: 12, height: 8 })
  expect(written.pixels).toEqual(createShifter({ ...original, keys: [original.contentHash] }, 1).apply(stack))
})

test('at severity 0 the files are the same bytes', async () => {
  const { data, out } = await someImages()
  await writeShifted({ data, stack: [{ kind: 'jpeg', severity: 0 }], seed: 1, out })
  expect(await readFile(join(out, 'cat', 'two.JPG'))).toEqual(await readFile(join(data, 'cat', 'two.JPG')))
})

test('a folder that is not empty, or lies within the data, is refused', async () => {
  const { data } = await someImages()
  await expect(writeShifted({ data, stack, seed: 1, out: join(data, 'cat', 'new') })).rejects.toMatchObject({
    code: 'invalid-input',
    field: '--out',
  })
  const { data: other } = await someImages()
  await expect(writeShifted({ data, stack, seed: 1, out: other })).rejects.toThrow('is not empty')
})

test('an interrupt stops the writing', async () => {
  const { data, out } = await someImages()
  await expect(writeShifted({ data, stack, seed: 1, out, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
})
