import { join } from 'node:path'
import type { DomainSource, ShiftedSource } from '@shared/domain/dataset'
import type { DomainRole } from '@shared/domain/ids'
import { expect, test } from 'vitest'
import { createShifter } from '../shift/apply-shifts'
import { importDomain } from './import-domain'
import { encodePng } from './native-image'
import { splitPair } from './split-pair'
import { allPixels } from './testing/domains'
import { temporaryFolder } from './testing/temporary-folder'

const size = 8
const shifts = [{ kind: 'gaussian-noise', severity: 3 }]

async function folderOf(perClass: number): Promise<string> {
  const files: Record<string, Uint8Array> = {}
  for (const [at, name] of ['a', 'b'].entries()) {
    for (let index = 0; index < perClass; index++) {
      const pixels = Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * (index + 2) + 90 * at) % 256)
      files[`data/${name}/${index}.png`] = await encodePng({ width: size, height: size, pixels })
    }
  }
  return temporaryFolder(files)
}

function open(root: string, role: DomainRole, source: DomainSource) {
  return importDomain({ source, role, images: { imageSize: size }, cacheFolder: join(root, 'cache'), builtInFolder: root })
}

const base = (root: string) => ({ kind: 'folder', path: join(root, 'data') }) as const
const shifted = (root: string, patch: Partial<ShiftedSource> = {}): ShiftedSource => ({
  kind: 'shifted',
  base: base(root),
  shifts,
  seed: 0,
  ...patch,
})

test('shifted domain: each image is the shifted original, sealed like any target, under another identity', async () => {
  const root = await folderOf(6)
  const plain = await open(root, 'target', base(root))
  const target = await open(root, 'target', shifted(root))
  expect(target.summary).toMatchObject({ name: 'data, shifted', images: 12, classCounts: null, labelled: true })
  expect(target.files).toBeNull()
  const bytes = size * size * 3
  const pixels = allPixels(target)
  for (const [at, origin] of (target.origins ?? []).entries()) {
    const from = plain.contentHashes.indexOf(origin)
    const original = plain.pixels.read([from])
    const wanted = createShifter({ height: size, width: size, pixels: original, keys: [origin] }, 0).apply(shifts)
    expect(Buffer.compare(pixels.subarray(at * bytes, (at + 1) * bytes), wanted)).toBe(0)
    expect(target.contentHashes[at]).not.toBe(origin)
  }
})

test('shifted domain: the fingerprint follows the images, the stack and the seed', async () => {
  const root = await folderOf(3)
  const fingerprints: string[] = []
  for (const source of [
    base(root),
    shifted(root),
    shifted(root, { seed: 1 }),
    shifted(root, { shifts: [{ kind: 'gaussian-noise', severity: 2 }] }),
    shifted(root),
  ])
    fingerprints.push((await open(root, 'target', source)).summary.fingerprint)
  expect(new Set(fingerprints).size).toBe(4)
  expect(fingerprints[4]).toBe(fingerprints[1])
})

test('shifted domain: as the target of its own base, what was trained on does not come back shifted as a test', async () => {
  const root = await folderOf(20)
  const source = await open(root, 'source', base(root))
  const target = await open(root, 'target', shifted(root))
  const pair = splitPair({ source, target, testFraction: 0.25, ledger: () => undefined })
  const tested = new Set(Array.from(pair.source.test.domainIndex, (index) => source.contentHashes[index]))
  const originOf = (index: number): string => target.origins?.[index] ?? ''
  expect(pair.target.test.count).toBe(pair.source.test.count)
  expect(Array.from(pair.target.test.domainIndex, originOf).every((origin) => tested.has(origin))).toBe(true)
  expect(Array.from(pair.target.train.domainIndex, originOf).some((origin) => tested.has(origin))).toBe(false)
})

test('shifted domain: a second import reads the shifted images instead of making them again', async () => {
  const root = await folderOf(4)
  const first = await open(root, 'target', shifted(root))
  const cached: number[] = []
  const again = await importDomain({
    source: shifted(root),
    role: 'target',
    images: { imageSize: size },
    cacheFolder: join(root, 'cache'),
    builtInFolder: root,
    onProgress: (progress) => cached.push(progress.cached),
  })
  expect(cached.at(-1)).toBe(8)
  expect(Buffer.compare(allPixels(again), allPixels(first))).toBe(0)
})
