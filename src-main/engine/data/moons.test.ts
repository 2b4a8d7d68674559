/** The moons as points and as images. */
import { expect, test } from 'vitest'
import { openBuiltInDomain } from './built-in-pairs'
import { importFolder } from './testing/domains'
import { temporaryFolder } from './testing/temporary-folder'
import { writePair } from './write-pair'

type Params = Readonly<Record<string, number>>

async function points(role: 'source' | 'target', params: Params = {}) {
  const domain = await openBuiltInDomain({ kind: 'built-in', pair: 'moons', role, params }, '')
  return Array.from({ length: domain.count }, (_, index) => {
    const { className, image } = domain.image(index)
    return { className, x: (image.pixels[0] - 127.5) / 63.75, y: (image.pixels[1] - 127.5) / 63.75, pixels: image.pixels }
  })
}

test('moons: without noise every point lies on its half circle, to the step of a byte', async () => {
  for (const { className, x, y } of await points('source', { noise: 0 })) {
    const sign = className === 'outer' ? 1 : -1
    const [u, v] = [sign * x + 0.5, sign * y + 0.25]
    expect(Math.hypot(u, v)).toBeCloseTo(1, 1)
    expect(v).toBeGreaterThan(-0.02)
  }
})

test('moons: the target turned back by its angle lies on the same half circles', async () => {
  const [cos, sin] = [Math.cos(-0.5), Math.sin(-0.5)]
  for (const { className, x, y } of await points('target', { noise: 0, angleDegrees: (0.5 * 180) / Math.PI })) {
    const sign = className === 'outer' ? 1 : -1
    const [u, v] = [sign * (cos * x - sin * y) + 0.5, sign * (sin * x + cos * y) + 0.25]
    expect(Math.hypot(u, v)).toBeCloseTo(1, 1)
    expect(v).toBeGreaterThan(-0.02)
  }
})

test('moons: both domains have 600 points, half of each class, drawn apart, and the same ones every time', async () => {
  const [source, target, again] = [await points('source'), await points('target', { angleDegrees: 0 }), await points('source')]
  expect(source).toEqual(again)
  expect(source.filter(({ className }) => className === 'outer')).toHaveLength(300)
  expect(target).toHaveLength(600)
  expect(target.filter(({ x, y }, index) => x === source[index].x && y === source[index].y).length).toBeLessThan(10)
})

test('moons: an image has one colour, and folders written from the pair import to the same pixels', async () => {
  const root = await temporaryFolder()
  await writePair({ pair: 'moons', role: 'target', params: { angleDegrees: 90 }, folder: `${root}/target`, builtInFolder: '' })
  const domain = await importFolder(`${root}/target`, { role: 'target' })
  expect(domain.summary).toMatchObject({ images: 600, classNames: ['inner', 'outer'], sizes: [{ width: 8, height: 8, count: 600 }] })
  const asColour = (pixels: Uint8Array) => pixels.subarray(0, 3).join()
  const made = (await points('target', { angleDegrees: 90 })).map(({ pixels }) => asColour(pixels)).sort()
  const read = Array.from({ length: 600 }, (_, i) => domain.pixels.read([i]))
  expect(read.every((pixels) => pixels.every((value, i) => value === pixels[i % 3]))).toBe(true)
  expect(read.map(asColour).sort()).toEqual(made)
})
