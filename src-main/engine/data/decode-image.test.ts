/** Every format, depth and kind of damage that a user's folder may hold. */
import { describe, expect, test } from 'vitest'
import { tf } from '../backend/tensorflow'
import { createRandom } from '../nn/random'
import { decodeImage, decodeImages } from './decode-image'
import { decodeNative, encodePng } from './native-image'
import { type FixtureName, fixture } from './testing/image-fixtures'
import { bmp, noise, noisePng, withOrientation } from './testing/make-images'
import { triangleResize } from './testing/triangle-resize'
import { UnreadableImage } from './unreadable-image'

async function decode(bytes: Uint8Array, imageSize = 8) {
  const { pixels, ...rest } = await decodeImage(bytes, { imageSize })
  const at = (x: number, y: number): number[] => [...pixels.subarray((y * imageSize + x) * 3, (y * imageSize + x) * 3 + 3)]
  return { ...rest, pixels, at }
}

async function reasonFor(bytes: Uint8Array): Promise<string> {
  const error: unknown = await decodeImage(bytes, { imageSize: 8 }).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UnreadableImage)
  return (error as UnreadableImage).reason
}

async function jpegOf(pixels: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const tensor = tf.tensor3d(pixels, [height, width, 3], 'int32')
  const jpeg = await tf.node.encodeJpeg(tensor, 'rgb', 95)
  tensor.dispose()
  return jpeg
}

describe('formats', () => {
  test('png: RGB of the wanted size comes back bit for bit', async () => {
    const { pixels, width, height } = await decode(await noisePng('exact', 28), 28)
    expect(Buffer.compare(pixels, noise('exact', 28))).toBe(0)
    expect([width, height]).toEqual([28, 28])
  })

  test('png: grey becomes three equal channels', async () => {
    const { at } = await decode(fixture('oneBitPng'))
    expect(at(0, 0)).toEqual([255, 255, 255])
    expect(at(7, 7)).toEqual([0, 0, 0])
  })

  test('png: 16-bit samples keep their upper byte', async () => {
    const { at } = await decode(fixture('sixteenBitPng'))
    for (const [x, y] of [
      [0, 0],
      [3, 2],
      [7, 7],
    ] as const) {
      const upper = (x * 8000 + y * 100) >> 8
      expect(at(x, y)).toEqual([upper, upper, upper])
    }
  })

  test('png: palettes are looked up, at fewer than 8 bits too', async () => {
    const { at } = await decode(fixture('palettePng'))
    expect(at(0, 0)).toEqual([200, 100, 50])
    expect(at(7, 0)).toEqual([10, 20, 30])
  })

  test.each(['palettePngTransparent', 'transparentGif'] as const)('%s: a transparent palette entry shows white', async (name) => {
    const { at } = await decode(fixture(name))
    expect(at(0, 0)).toEqual([200, 100, 50])
    expect(at(7, 0)).toEqual([255, 255, 255])
  })

  test('png: a transparent grey level shows white', async () => {
    const { at } = await decode(fixture('greyPngTransparent'))
    expect(at(7, 0)).toEqual([255, 255, 255])
  })

  test.each(['greyAlphaPng', 'transparentWebp'] as const)('%s: black of growing opacity is blended with white', async (name) => {
    const { at } = await decode(fixture(name))
    for (const x of [0, 3, 7]) expect(at(x, 4)).toEqual([255 - 36 * x, 255 - 36 * x, 255 - 36 * x])
  })

  test('jpeg: the colour survives compression, baseline and progressive', async () => {
    const flat = new Uint8Array(16 * 16 * 3).map((_, i) => [200, 60, 30][i % 3])
    const { at } = await decode(await jpegOf(flat, 16, 16))
    for (const [c, value] of [200, 60, 30].entries()) expect(Math.abs(at(4, 4)[c] - value)).toBeLessThanOrEqual(2)
    expect(await decode(fixture('progressiveJpeg'))).toMatchObject({ width: 24, height: 16 })
  })

  test('jpeg: CMYK becomes RGB', async () => {
    const { at } = await decode(fixture('cmykJpeg'))
    const [red, , blue] = at(0, 4)
    expect(red).toBeGreaterThan(230)
    expect(blue).toBeLessThan(25)
    expect(at(7, 4)[0]).toBeLessThan(25)
    expect(at(7, 4)[2]).toBeGreaterThan(230)
  })

  test('gif: only the first frame of an animation is taken', async () => {
    const { at } = await decode(fixture('animatedGif'))
    expect(at(7, 7)).toEqual([200, 100, 50])
  })

  test('webp: lossless is exact and lossy close', async () => {
    const lossless = await decode(fixture('losslessWebp'), 12)
    expect(lossless).toMatchObject({ width: 12, height: 8 })
    const lossy = await decode(fixture('lossyWebp'), 16)
    for (const [c, value] of [200, 60, 30].entries()) expect(Math.abs(lossy.at(8, 8)[c] - value)).toBeLessThanOrEqual(6)
  })

  test.each([
    { bits: 1, rows: Array.from({ length: 8 }, () => [0b11110000]) },
    { bits: 4, rows: Array.from({ length: 8 }, () => [0x11, 0x11, 0, 0]) },
    { bits: 8, rows: Array.from({ length: 8 }, () => [1, 1, 1, 1, 0, 0, 0, 0]) },
  ])('bmp: $bits bits go through the palette', async ({ bits, rows }) => {
    const palette = [
      [10, 20, 30],
      [200, 100, 50],
    ] as const
    const { at } = await decode(bmp({ width: 8, bits, rows, palette }))
    expect(at(0, 0)).toEqual([200, 100, 50])
    expect(at(7, 7)).toEqual([10, 20, 30])
  })

  test('bmp: a palette file written by another program reads the same', async () => {
    expect((await decode(fixture('paletteBmp'))).at(0, 0)).toEqual([200, 100, 50])
  })

  test('bmp: rows are bottom-up and blue comes first', async () => {
    const row = (value: number) => Array.from({ length: 8 * 4 }, (_, i) => (i % 4 === 3 ? 0 : value + (i % 4)))
    const { at } = await decode(bmp({ width: 8, bits: 32, rows: Array.from({ length: 8 }, (_, y) => row(10 * y)) }))
    expect(at(3, 0)).toEqual([2, 1, 0])
    expect(at(3, 7)).toEqual([72, 71, 70])
  })

  test('the format goes by content: an image is its own lossless copy in another format', async () => {
    const pixels = noise('copy', 8)
    const rows = Array.from({ length: 8 }, (_, y) =>
      Array.from({ length: 24 }, (_, i) => pixels[y * 24 + 3 * Math.floor(i / 3) + (2 - (i % 3))]),
    )
    const asBmp = await decode(bmp({ width: 8, bits: 24, rows }), 12)
    const asPng = await decode(await noisePng('copy', 8), 12)
    expect(asBmp.contentHash).toBe(asPng.contentHash)
    expect(Buffer.compare(asBmp.pixels, asPng.pixels)).toBe(0)
  })
})

describe('EXIF orientation', () => {
  const corners = { topLeft: [1, 1], topRight: [6, 1], bottomRight: [6, 6], bottomLeft: [1, 6] } as const
  type Corner = keyof typeof corners
  // Where the stored top left (red) and top right (green) corners are shown, from the EXIF specification's row and column rules.
  const shown: readonly (readonly [orientation: number, red: Corner, green: Corner])[] = [
    [1, 'topLeft', 'topRight'],
    [2, 'topRight', 'topLeft'],
    [3, 'bottomRight', 'bottomLeft'],
    [4, 'bottomLeft', 'bottomRight'],
    [5, 'topLeft', 'bottomLeft'],
    [6, 'topRight', 'bottomRight'],
    [7, 'bottomRight', 'topRight'],
    [8, 'bottomLeft', 'topLeft'],
  ]
  test.each(shown)('orientation %i puts red at %s and green at %s', async (orientation, red, green) => {
    const [width, height] = [32, 16]
    const stored = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
      const x = Math.floor(i / 3) % width
      const y = Math.floor(i / 3 / width)
      if (y >= height / 2) return 0
      return i % 3 === (x < width / 2 ? 0 : 1) ? 255 : 0
    })
    const image = await decode(withOrientation(await jpegOf(stored, width, height), orientation))
    expect(image.at(corners[red][0], corners[red][1])[0]).toBeGreaterThan(150)
    expect(image.at(corners[green][0], corners[green][1])[1]).toBeGreaterThan(150)
    expect([image.width, image.height]).toEqual(orientation >= 5 ? [height, width] : [width, height])
  })

  test('an EXIF block that makes no sense leaves the image as stored', async () => {
    const jpeg = withOrientation(await jpegOf(noise('exif', 16), 16, 16), 99)
    expect(await decode(jpeg)).toMatchObject({ width: 16, height: 16 })
  })
})

describe('resizing', () => {
  test.each([
    [64, 48, 28],
    [37, 90, 32],
    [12, 12, 30],
  ])('%i × %i to %i pixels: within 2 grey levels of the antialiased triangle filter', async (width, height, size) => {
    const pixels = noise(`resize ${width}`, width, height)
    const { pixels: resized } = await decode(await encodePng({ width, height, pixels }), size)
    const expected = triangleResize(pixels, [width, height], size)
    const meanDifference = expected.reduce((sum, value, i) => sum + Math.abs(value - resized[i]), 0) / expected.length
    expect(meanDifference).toBeLessThan(2)
    // Rounding alone is left: half a level at most.
    expect(Math.max(...expected.map((value, i) => Math.abs(value - resized[i])))).toBeLessThan(0.51)
  })

  test.each([
    [320, 240, 48],
    [96, 200, 32],
  ])(
    'a JPEG of %i × %i that is scaled while decoded to %i pixels stays within 2 grey levels of the full picture shrunk',
    async (width, height, size) => {
      const pixels = photograph(width, height)
      const jpeg = await jpegOf(pixels, width, height)
      const full = decodeNative('DecodeJpeg', jpeg, 3)
      const expected = triangleResize(full.pixels, [width, height], size)
      const { pixels: resized } = await decode(jpeg, size)
      const meanDifference = expected.reduce((sum, value, i) => sum + Math.abs(value - resized[i]), 0) / expected.length
      expect(meanDifference).toBeLessThan(2)
    },
  )

  test('what a JPEG is scaled by, and what is written about it, does not change its identity; its picture does', async () => {
    const jpeg = await jpegOf(noise('identity', 64), 64, 64)
    const { contentHash } = await decode(jpeg, 64)
    expect((await decode(jpeg, 8)).contentHash).toBe(contentHash)
    const comment = Uint8Array.from([0xff, 0xfe, 0, 6, ...Buffer.from('mine')])
    const commented = Uint8Array.from([...jpeg.subarray(0, 2), ...comment, ...jpeg.subarray(2)])
    expect((await decode(commented, 8)).contentHash).toBe(contentHash)
    expect((await decode(withOrientation(jpeg, 3), 8)).contentHash).not.toBe(contentHash)
    expect((await decode(await jpegOf(noise('another', 64), 64, 64), 8)).contentHash).not.toBe(contentHash)
  })

  test('a fine checkerboard turns grey instead of aliasing', async () => {
    const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (((i / 3) & 1) ^ ((i / 192) & 1) ? 255 : 0))
    const { at } = await decode(await encodePng({ width: 64, height: 64, pixels }), 8)
    for (const value of at(4, 4)) expect(Math.abs(value - 127.5)).toBeLessThan(3)
  })

  test('the content hash does not depend on the image size', async () => {
    const png = await noisePng('hash', 20)
    expect((await decode(png, 8)).contentHash).toBe((await decode(png, 20)).contentHash)
  })
})

describe('JPEGs that are decoded together', () => {
  /** Sound frame, but Huffman tables that make no sense. */
  function withDamagedTables(jpeg: Uint8Array): Uint8Array {
    const damaged = jpeg.slice()
    const table = damaged.findIndex((byte, at) => byte === 0xff && damaged[at + 1] === 0xc4) + 5
    return damaged.fill(0xff, table, table + 16)
  }

  test('each comes out as alone, whatever its size, and the damaged ones are named in their places', async () => {
    const sizes = [8, 9, 17, 40, 64, 70, 33, 8, 21, 100, 16, 12, 50, 8, 24, 31, 48, 65, 90]
    const jpegs = await Promise.all(sizes.map((size, i) => jpegOf(noise(`together ${i}`, size, size + i), size, size + i)))
    for (const at of [3, 16]) jpegs[at] = withDamagedTables(jpegs[at])
    const files = [await noisePng('between', 12), ...jpegs, Buffer.from('no image')]
    const together = await decodeImages(files, { imageSize: 7 })
    const alone = await Promise.all(
      files.map((bytes) => decodeImage(bytes, { imageSize: 7 }).catch((reason: unknown) => reason as UnreadableImage)),
    )
    expect(together).toEqual(alone)
    const reasons = together.map((image) => (image instanceof UnreadableImage ? image.reason : null))
    expect(reasons.flatMap((reason, at) => (reason === null ? [] : [[at, reason]]))).toEqual([
      [4, 'damaged JPEG'],
      [17, 'damaged JPEG'],
      [20, 'not an image'],
    ])
  })

  test('one that has the size already is not touched', async () => {
    const jpeg = await jpegOf(noise('untouched', 31), 31, 31)
    expect((await decode(jpeg, 31)).pixels).toEqual(decodeNative('DecodeJpeg', jpeg, 3).pixels)
  })
})

describe('files that cannot be read', () => {
  test('each has its reason', async () => {
    const png = await noisePng('whole', 16)
    const jpeg = await jpegOf(noise('whole', 32), 32, 32)
    expect(await reasonFor(new Uint8Array(0))).toBe('empty file')
    expect(await reasonFor(Buffer.from('hello, this is no image'))).toBe('not an image')
    expect(await reasonFor(fixture('tiff'))).toBe('TIFF is not supported')
    expect(await reasonFor(Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('SVG is not supported')
    expect(await reasonFor(Buffer.from('<svg width="4"/>'))).toBe('SVG is not supported')
    expect(await reasonFor(fixture('animatedWebp'))).toBe('animated WebP is not supported')
    for (const part of [0.1, 0.5, 0.9]) {
      expect(await reasonFor(png.subarray(0, Math.floor(png.length * part)))).toBe('truncated PNG')
      expect(await reasonFor(jpeg.subarray(0, Math.floor(jpeg.length * part)))).toBe('truncated JPEG')
    }
    const cut = (name: FixtureName, bytes: number) => reasonFor(fixture(name).subarray(0, fixture(name).length - bytes))
    expect(await cut('losslessWebp', 10)).toBe('truncated WebP')
    expect(await cut('transparentGif', 8)).toBe('truncated GIF')
    expect(await cut('paletteBmp', 8)).toBe('truncated BMP')
  })

  test('damaged data inside a sound frame is noticed', async () => {
    const png = await noisePng('damage', 16)
    png.fill(0x55, 60, png.length - 20)
    expect(await reasonFor(png)).toBe('damaged PNG')
    const webp = fixture('losslessWebp')
    webp.fill(0, 21 + 5)
    expect(await reasonFor(webp)).toBe('damaged WebP')
  })

  test('an absurd size is refused before anything is decoded', async () => {
    const png = await noisePng('huge', 8)
    new DataView(png.buffer, png.byteOffset).setUint32(16, 40_000)
    new DataView(png.buffer, png.byteOffset).setUint32(20, 40_000)
    expect(await reasonFor(png)).toBe('40,000 × 40,000 pixels, more than 64 megapixels')
  })

  test('bytes cut at every place, or noise behind any magic number, never do worse than a reason', async () => {
    const files = [await noisePng('fuzz', 6), await jpegOf(noise('fuzz', 8), 8, 8), fixture('transparentGif'), fixture('paletteBmp')]
    for (const file of [...files, fixture('losslessWebp'), fixture('lossyWebp')]) {
      for (let length = 0; length < Math.min(file.length - 1, 40); length++) {
        expect(await reasonFor(file.subarray(0, length))).not.toBe('')
      }
      const scrambled = Uint8Array.from([...file.subarray(0, 12), ...noise(`fuzz ${file.length}`, 8)])
      expect(await reasonFor(scrambled)).not.toBe('')
    }
  })
})

test('decoding leaves no tensor behind, whether it works or not', async () => {
  const files = [await noisePng('leak', 31), await jpegOf(noise('leak', 31), 31, 31), fixture('greyAlphaPng'), fixture('animatedGif')]
  const damaged = await noisePng('leak', 16)
  damaged.fill(0x55, 60, damaged.length - 20)
  const before = tf.memory().numTensors
  for (const file of [...files, fixture('lossyWebp')]) await decode(file, 12)
  await reasonFor(damaged)
  expect(tf.memory().numTensors).toBe(before)
})

/** Smooth shapes, structure of about six pixels, and grain: what a camera sees. [height, width, 3] */
function photograph(width: number, height: number): Uint8Array {
  const random = createRandom('photograph')
  const layer = (across: number, down: number) => {
    const values = Float32Array.from({ length: (across + 1) * (down + 1) * 3 }, () => 255 * random.uniform())
    return (x: number, y: number, c: number): number => {
      const [u, v] = [(x * across) / width, (y * down) / height]
      const [i, j] = [Math.floor(u), Math.floor(v)]
      const at = (di: number, dj: number): number => values[((j + dj) * (across + 1) + i + di) * 3 + c]
      const along = (dj: number): number => at(0, dj) + (u - i) * (at(1, dj) - at(0, dj))
      return along(0) + (v - j) * (along(1) - along(0))
    }
  }
  const [shapes, structure] = [layer(16, 12), layer(Math.floor(width / 6), Math.floor(height / 6))]
  return Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y, c] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3]
    return Math.min(255, Math.max(0, 0.7 * shapes(x, y, c) + 0.25 * structure(x, y, c) + 5 * random.normal()))
  })
}
