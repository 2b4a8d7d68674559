/** Folders as people have them: each oddity gives a clear line, none stops the rest. */
import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { tf } from '../backend/tensorflow'
import { importFolder } from './testing/domains'
import { noise, noisePng } from './testing/make-images'
import { temporaryFolder } from './testing/temporary-folder'

/** A sound PNG frame that claims a size, around compressed zeros. */
async function claiming(width: number, height: number): Promise<Uint8Array> {
  const png = await noisePng('frame', 8)
  const view = new DataView(png.buffer, png.byteOffset)
  view.setUint32(16, width)
  view.setUint32(20, height)
  return png
}

test('bad input: one folder with all of it gives a line for each, and the two sound images are in', async () => {
  const jpegPixels = tf.tensor3d(noise('jpeg', 32), [32, 32, 3], 'int32')
  const jpeg = await tf.node.encodeJpeg(jpegPixels)
  jpegPixels.dispose()
  const folder = await temporaryFolder({
    'a/sound.png': await noisePng(1),
    'b/really a png.jpg': await noisePng(2),
    'a/20000.png': await claiming(20_000, 20_000),
    'a/bomb.png': await claiming(60_000, 900),
    'a/cut.jpg': jpeg.subarray(0, Math.floor(jpeg.length / 2)),
    'a/drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'a/zeros.png': deflateSync(Buffer.alloc(4_000_000)),
  })
  await symlink(join(folder, 'a'), join(folder, 'a', 'loop'))
  const { summary, files } = await importFolder(folder)
  expect(files).toEqual(['a/sound.png', 'b/really a png.jpg'])
  expect(summary.unreadable).toEqual([
    { file: 'a/20000.png', reason: '20,000 × 20,000 pixels, more than 64 megapixels' },
    { file: 'a/bomb.png', reason: 'damaged PNG' },
    { file: 'a/cut.jpg', reason: 'truncated JPEG' },
    { file: 'a/drawing.svg', reason: 'SVG is not supported' },
    { file: 'a/zeros.png', reason: 'not an image' },
  ])
})

test('bad input: names with spaces, emoji, quotes and newlines are names like any other', async () => {
  const names = ['a b/ leading space.png', "it's/\u{1f431}\u{200d}\u{1f4bb}.png", 'two\nlines/x\ny.png', '中文/ñ.png']
  const folder = await temporaryFolder(
    Object.fromEntries(await Promise.all(names.map(async (name) => [name, await noisePng(name)] as const))),
  )
  const { summary, files } = await importFolder(folder)
  expect(summary).toMatchObject({ images: 4, unreadable: [] })
  expect([...(files ?? [])].sort()).toEqual([...names].sort())
  expect(summary.classNames).toContain('two\nlines')
})

test('bad input: a folder that is removed while it is imported leaves what was read, and says what is gone', async () => {
  const files = Object.fromEntries(
    await Promise.all(Array.from({ length: 60 }, async (_, i) => [`a/${String(i).padStart(2, '0')}.png`, await noisePng(i)] as const)),
  )
  const folder = await temporaryFolder(files)
  let removal: Promise<void> | undefined
  const { summary } = await importFolder(folder, {
    onProgress: () => {
      removal ??= rm(folder, { recursive: true })
    },
  })
  await removal
  expect(summary.images + summary.unreadable.length).toBe(60)
  expect(summary.unreadable.every(({ reason }) => reason === 'no longer there')).toBe(true)
})
