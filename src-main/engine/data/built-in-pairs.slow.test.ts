/** The textured digits against a small stand-in for the digits that set-up writes. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { DomainRole } from '@shared/domain/ids'
import { expect, test } from 'vitest'
import { createRandom } from '../nn/random'
import { builtInPairs, openBuiltInDomain } from './built-in-pairs'
import { colourTexture } from './colour-texture'
import { importDomain } from './import-domain'
import { splitPair } from './split-pair'
import { allPixels } from './testing/domains'
import { temporaryFolder } from './testing/temporary-folder'
import { writePair } from './write-pair'

const perClass = 12
const size = 28

/** Ten classes of noise in the shape of digits. */
function standInDigits(): Uint8Array {
  const random = createRandom('stand-in digits')
  return Uint8Array.from({ length: 10 * perClass * size * size }, () => (random.uniform() < 0.8 ? 0 : random.integer(256)))
}

async function digitFolder(damage: Partial<{ sha256: string }> = {}): Promise<string> {
  const pixels = standInDigits()
  const header = { count: 10 * perClass, size, classes: [...'0123456789'], counts: Array(10).fill(perClass) }
  const sha256 = createHash('sha256').update(pixels).digest('hex')
  return temporaryFolder({ 'mnist-digits.bin': pixels, 'mnist-digits.json': JSON.stringify({ ...header, sha256, ...damage }) })
}

async function importBoth(builtInFolder: string, root: string | null, imageSize = size) {
  const cacheFolder = await temporaryFolder()
  const load = (role: DomainRole) =>
    importDomain({
      source: root ? { kind: 'folder', path: join(root, role) } : { kind: 'built-in', pair: 'digits-textured', role },
      role,
      images: { imageSize },
      cacheFolder,
      builtInFolder,
    })
  return { source: await load('source'), target: await load('target') }
}

test('built-in: the pairs are listed under their ids', () => {
  expect(builtInPairs.map(({ id }) => id)).toEqual([
    'digits-textured',
    'moons',
    'digits-optdigits',
    'optdigits-digits',
    'rotated-digits',
    'digits-new-classes',
    'shapes',
  ])
})

test('built-in: the source is the digit itself in grey, the target a coloured other one', async () => {
  const folder = await digitFolder()
  const source = (await openBuiltInDomain({ kind: 'built-in', pair: 'digits-textured', role: 'source' }, folder)).image(3).image.pixels
  const target = (await openBuiltInDomain({ kind: 'built-in', pair: 'digits-textured', role: 'target' }, folder)).image(3).image.pixels
  const grey = (pixels: Uint8Array) => pixels.every((value, i) => value === pixels[i - (i % 3)])
  expect(grey(source)).toBe(true)
  expect(grey(target)).toBe(false)
})

test('built-in: each target image is |texture − digit| of one digit, and no digit is on both sides', async () => {
  const folder = await digitFolder()
  const digits = standInDigits()
  const [source, target] = [
    await openBuiltInDomain({ kind: 'built-in', pair: 'digits-textured', role: 'source' }, folder),
    await openBuiltInDomain({ kind: 'built-in', pair: 'digits-textured', role: 'target' }, folder),
  ]
  const used: number[] = []
  for (let index = 0; index < 60; index++) {
    const plain = source.image(index).image.pixels
    const blended = target.image(index).image.pixels
    const texture = colourTexture(createRandom('digits-textured').fork(`texture ${index}`), size)
    for (let digit = 0; digit < 10 * perClass; digit++) {
      const at = (i: number) => digits[digit * size * size + Math.floor(i / 3)]
      if (plain.every((value, i) => value === at(i))) used.push(digit)
      if (blended.every((value, i) => Math.abs(value - Math.abs(255 * texture[i] - at(i))) <= 0.5)) used.push(digit)
    }
  }
  expect(used.sort((a, b) => a - b)).toEqual(Array.from({ length: 10 * perClass }, (_, digit) => digit))
})

test('built-in: the rotated digits are domains turned by their angle, without a digit in common, the furthest a target by default', async () => {
  const folder = await digitFolder()
  const open = (angleDegrees?: number) =>
    openBuiltInDomain(
      { kind: 'built-in', pair: 'rotated-digits', role: 'source', ...(angleDegrees === undefined ? {} : { params: { angleDegrees } }) },
      folder,
    )
  const digits = standInDigits()
  const upright = await open()
  const used = Array.from({ length: upright.count }, (_, index) => {
    const { pixels } = upright.image(index).image
    return Array.from({ length: 120 }, (_, digit) => digit).find((digit) =>
      pixels.every((value, i) => value === digits[digit * size * size + Math.floor(i / 3)]),
    )
  })
  expect(new Set(used).size).toBe(20)
  expect(used).not.toContain(undefined)
  const turned = (await open(45)).image(0).image.pixels
  expect(turned.slice(0, 3)).toEqual(new Uint8Array(3))
  expect(turned).not.toEqual(upright.image(0).image.pixels)
  const target = await openBuiltInDomain({ kind: 'built-in', pair: 'rotated-digits', role: 'target' }, folder)
  expect(target.image(0).image.pixels).toEqual((await open(75)).image(0).image.pixels)
  await expect(open(20)).rejects.toThrow()
})

test('built-in: shapes have codes for every class, none on both sides, and every attribute is learnt from some class', async () => {
  const classesOf = async (role: DomainRole) => {
    const domain = await openBuiltInDomain({ kind: 'built-in', pair: 'shapes', role }, '')
    return new Set(Array.from({ length: domain.count }, (_, index) => domain.image(index).className))
  }
  const { attributes = [], codes = {} } = builtInPairs.find(({ id }) => id === 'shapes')?.codes ?? {}
  const [seen, unseen] = [await classesOf('source'), await classesOf('target')]
  expect([seen.size, unseen.size]).toEqual([72, 24])
  expect(new Set([...seen, ...unseen]).size).toBe(96)
  for (const [at, attribute] of attributes.entries()) {
    expect([...seen].filter((name) => codes[name][at] === 1).length, attribute).toBeGreaterThan(5)
    expect([...seen].filter((name) => codes[name][at] === 0).length, attribute).toBeGreaterThan(5)
  }
})

test('built-in: digits to learn on, turned and mirrored, and new ones have no class in common', async () => {
  const folder = await digitFolder()
  const open = (role: DomainRole) => openBuiltInDomain({ kind: 'built-in', pair: 'digits-new-classes', role }, folder)
  const classesOf = async (role: DomainRole) => {
    const domain = await open(role)
    return [...new Set(Array.from({ length: domain.count }, (_, index) => domain.image(index).className))]
  }
  const [learnt, fresh] = [await classesOf('source'), await classesOf('target')]
  expect(fresh).toEqual(['5', '6', '7', '8', '9'])
  expect(learnt).toHaveLength(2 + 2 + 3 * 8)
  expect(learnt).toEqual(expect.arrayContaining(['0', '0-turned-90', '4-mirrored-turned-270']))
  const source = await open('source')
  const seen = Array.from({ length: source.count }, (_, index) => source.image(index)).filter(({ className }) => className.startsWith('3'))
  const sums = seen.map(({ image }) => image.pixels.reduce((sum, value) => sum + value, 0))
  expect(new Set(sums).size).toBe(sums.length)
})

test('built-in: making it twice gives the same bytes', async () => {
  const folder = await digitFolder()
  const make = async () =>
    (await openBuiltInDomain({ kind: 'built-in', pair: 'digits-textured', role: 'target' }, folder)).image(7).image.pixels
  expect(Buffer.compare(await make(), await make())).toBe(0)
})

test.each([28, 20])('built-in: folders written from it import to the identical pair at %i pixels', async (imageSize) => {
  const builtInFolder = await digitFolder()
  const root = await temporaryFolder()
  for (const role of ['source', 'target'] as const) {
    expect(await writePair({ pair: 'digits-textured', role, folder: join(root, role), builtInFolder })).toEqual({ images: 60 })
  }
  const options = { testFraction: 0.2, ledger: () => undefined }
  const fromMemory = splitPair({ ...(await importBoth(builtInFolder, null, imageSize)), ...options })
  const fromFolders = splitPair({ ...(await importBoth(builtInFolder, root, imageSize)), ...options })
  expect(fromFolders.classNames).toEqual(fromMemory.classNames)
  for (const role of ['source', 'target'] as const) {
    expect(fromFolders.summaries[role].fingerprint).toBe(fromMemory.summaries[role].fingerprint)
    expect(fromFolders.summaries[role].channelMean).toEqual(fromMemory.summaries[role].channelMean)
    for (const split of ['train', 'test'] as const) {
      expect(Buffer.compare(allPixels(fromFolders[role][split]), allPixels(fromMemory[role][split]))).toBe(0)
      expect(fromFolders[role][split].domainIndex).toEqual(fromMemory[role][split].domainIndex)
    }
  }
  for (const split of ['train', 'test'] as const) {
    expect(fromFolders.source[split].labels).toEqual(fromMemory.source[split].labels)
    const request = { split, place: 'test', kind: 'report', purpose: 'comparison' } as const
    expect(fromFolders.vault?.read(request)).toEqual(fromMemory.vault?.read(request))
  }
})

test('built-in: a folder that holds something is not written into', async () => {
  const folder = await temporaryFolder({ mine: 'x' })
  const writing = writePair({ pair: 'digits-textured', role: 'source', folder, builtInFolder: await digitFolder() })
  await expect(writing).rejects.toMatchObject({ code: 'invalid-input', field: 'out' })
})

test('built-in: missing or damaged digits point to set-up', async () => {
  const missing = openBuiltInDomain({ kind: 'built-in', pair: 'digits-textured', role: 'source' }, await temporaryFolder())
  await expect(missing).rejects.toMatchObject({ code: 'not-found', hint: expect.stringContaining('npm run setup') })
  const damaged = openBuiltInDomain({ kind: 'built-in', pair: 'digits-textured', role: 'source' }, await digitFolder({ sha256: 'other' }))
  await expect(damaged).rejects.toMatchObject({ code: 'invalid-input', hint: expect.stringContaining('npm run setup') })
})

test('texture: follows its seed, stays in [0,1] and varies in colour', () => {
  const texture = colourTexture(createRandom(1), size)
  expect(texture).toEqual(colourTexture(createRandom(1), size))
  expect(texture).not.toEqual(colourTexture(createRandom(2), size))
  expect(Math.min(...texture)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...texture)).toBeLessThanOrEqual(1)
  expect(new Set(texture).size).toBeGreaterThan(100)
})
