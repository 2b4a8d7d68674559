/** Splits and the vault: what training gets, and what it cannot get. */
import { expect, test } from 'vitest'
import type { LedgerSink } from './label-vault'
import { splitSource, splitTarget } from './split-indices'
import { splitPair } from './split-pair'
import { allPixels, describedDomain, importFolder } from './testing/domains'
import { noisePng } from './testing/make-images'
import { temporaryFolder } from './testing/temporary-folder'
import type { Images } from './types'

const silent: LedgerSink = () => undefined
const report = { place: 'final report', kind: 'report', purpose: 'target accuracy' } as const

/** Images whose content is told by their number, in the class that `classOf` names. */
async function domainFolder(seed: string, count: number, classOf: (index: number) => string): Promise<string> {
  const files = Array.from({ length: count }, async (_, i) => [`${classOf(i)}/${i}.png`, await noisePng(`${seed} ${i}`)] as const)
  return temporaryFolder(Object.fromEntries(await Promise.all(files)))
}

const byParity = (index: number): string => (index % 2 === 0 ? 'even' : 'odd')

async function importedPair(targetClass: (index: number) => string = byParity) {
  const source = await importFolder(await domainFolder('source', 60, byParity))
  const target = await importFolder(await domainFolder('target', 40, targetClass), { role: 'target' })
  return { source, target, testFraction: 0.25, ledger: silent }
}

function samePixels(a: Images, b: Images): boolean {
  return Buffer.compare(allPixels(a), allPixels(b)) === 0
}

test('split: the source is held out class by class, every image on one side', async () => {
  const { source } = splitPair(await importedPair())
  expect(source.train.count).toBe(44)
  expect(source.test.count).toBe(16)
  expect([...source.test.labels].filter((label) => label === 0)).toHaveLength(8)
  expect([...source.train.domainIndex, ...source.test.domainIndex].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i))
})

test('split: pixels, labels and indices of an image stay together', async () => {
  const request = await importedPair()
  const { source } = splitPair(request)
  const { labels } = request.source
  for (const [position, index] of source.test.domainIndex.entries()) {
    expect(source.test.labels[position]).toBe(labels.kind === 'open' ? labels.classIds[index] : null)
    expect(Buffer.compare(source.test.pixels.read([position]), request.source.pixels.read([index]))).toBe(0)
  }
})

test('split: shuffling target files between class folders leaves every target pixel in its place', async () => {
  const request = await importedPair()
  const shuffled = await importFolder(await domainFolder('target', 40, (i) => 'xyz'[(i * 7) % 3]), { role: 'target' })
  const [before, after] = [splitPair(request).target, splitPair({ ...request, target: shuffled }).target]
  expect(before.test.count).toBe(10)
  expect(samePixels(before.train, after.train)).toBe(true)
  expect(samePixels(before.test, after.test)).toBe(true)
})

test('split: the same seed gives the same split, another seed another one', async () => {
  const request = await importedPair()
  expect(samePixels(splitPair(request).target.test, splitPair({ ...request, seed: 0 }).target.test)).toBe(true)
  expect(samePixels(splitPair(request).target.test, splitPair({ ...request, seed: 1 }).target.test)).toBe(false)
})

test('split: copies of one image are never on both sides, not even under two classes', () => {
  const contents = Array.from({ length: 60 }, (_, i) => `content ${i % 20}`)
  const source = describedDomain({ role: 'source', classCounts: [60, 0] }, { contents })
  if (source.labels.kind === 'open') source.labels.classIds.fill(1, 30)
  const target = describedDomain({ role: 'target' }, { contents })
  const pair = splitPair({ source, target, testFraction: 0.3, ledger: silent })
  for (const side of [pair.source, pair.target]) {
    const held = new Set([...side.test.domainIndex].map((index) => contents[index]))
    expect(side.test.count).toBeGreaterThan(10)
    expect([...side.train.domainIndex].some((index) => held.has(contents[index]))).toBe(false)
    expect(side.train.count + side.test.count).toBe(60)
  }
})

test('split: a separate test folder leaves all of the target for training', async () => {
  const request = await importedPair()
  const targetTest = await importFolder(await domainFolder('held out', 12, byParity), { role: 'target' })
  const { target, vault } = splitPair({ ...request, targetTest })
  expect([target.train.count, target.test.count]).toEqual([40, 12])
  expect(samePixels(target.test, { ...target.test, pixels: targetTest.pixels })).toBe(true)
  expect(vault?.read({ ...report, split: 'test' })).toHaveLength(12)
})

test('split: tiny domains keep an image for training', () => {
  const source = describedDomain({ role: 'source', classCounts: [1, 1] }, { contents: ['a', 'b'] })
  if (source.labels.kind === 'open') source.labels.classIds[1] = 1
  const target = describedDomain({ role: 'target' }, { contents: ['c', 'd'] })
  const pair = splitPair({ source, target, testFraction: 0.5, ledger: silent })
  expect([pair.source.train.count, pair.source.test.count]).toEqual([2, 0])
  expect([pair.target.train.count, pair.target.test.count]).toEqual([1, 1])
})

test('vault: labels come in the order of the split, as class ids of the source', async () => {
  // Named so that the target's own ids (lapin 0, odd 1) are not the source's (even 0, odd 1) by chance alone.
  const request = await importedPair((i) => (i % 2 === 0 ? 'lapin' : 'odd'))
  const { target, vault } = splitPair(request)
  const oddPixels = new Set<string>()
  const odd = await importFolder(await domainFolder('target', 40, (i) => (i % 2 === 0 ? 'skip' : 'odd')))
  for (const [index, file] of (odd.files ?? []).entries()) {
    if (file.startsWith('odd/')) oddPixels.add(Buffer.from(odd.pixels.read([index])).toString('hex'))
  }
  for (const split of ['train', 'test'] as const) {
    const labels = vault?.read({ ...report, split }) ?? new Int32Array(0)
    expect(labels).toHaveLength(target[split].count)
    for (const [position, label] of labels.entries()) {
      const isOdd = oddPixels.has(Buffer.from(target[split].pixels.read([position])).toString('hex'))
      expect(label).toBe(isOdd ? 1 : -1)
    }
  }
})

test('vault: every read is in the ledger before it is answered', async () => {
  const entries: unknown[] = []
  const { vault } = splitPair({ ...(await importedPair()), ledger: (entry) => void entries.push(entry) })
  vault?.read({ ...report, split: 'test' })
  vault?.read({ place: 'target-oracle', kind: 'fenced', purpose: 'training', split: 'train' })
  expect(entries).toEqual([
    { ...report, split: 'test', labels: 10 },
    { place: 'target-oracle', kind: 'fenced', purpose: 'training', split: 'train', labels: 30 },
  ])
})

test('vault: when the ledger cannot be written, no label is answered', async () => {
  const ledger: LedgerSink = () => {
    throw new Error('disk full')
  }
  const { vault } = splitPair({ ...(await importedPair()), ledger })
  expect(() => vault?.read({ ...report, split: 'test' })).toThrow('disk full')
})

test('vault: what training receives holds no target label under any name', async () => {
  const entries: unknown[] = []
  const { target, summaries } = splitPair({ ...(await importedPair()), ledger: (entry) => void entries.push(entry) })
  for (const images of [target.train, target.test]) expect(Object.keys(images).sort()).toEqual(['count', 'domainIndex', 'pixels', 'size'])
  expect(summaries.target.classCounts).toBeNull()
  expect(entries).toEqual([])
})

test('vault: there is none for an unlabelled target, nor when no class is shared', async () => {
  const source = describedDomain({ role: 'source' })
  const split = (classNames: string[]) =>
    splitPair({ source, target: describedDomain({ role: 'target', classNames }), testFraction: 0.1, ledger: silent })
  expect(split([]).vault).toBeNull()
  expect(split(['zero', 'one']).vault).toBeNull()
  expect(split(['0', 'other']).vault).not.toBeNull()
})

test('split: a source without classes is refused in words', () => {
  const target = describedDomain({ role: 'target' })
  const split = (classNames: string[]) => () =>
    splitPair({ source: describedDomain({ role: 'source', classNames }), target, testFraction: 0.1, ledger: silent })
  expect(split([])).toThrow('The source photos has no classes; learning needs at least two.')
  expect(split(['0'])).toThrow('The source photos has one class; learning needs at least two.')
})

const rule = { testFraction: 0.25, validationFraction: 0, groupBy: 'none', seed: 0 } as const

test("split: the user's own sides are kept, whatever the fraction says", () => {
  const side = (index: number) => (index % 5 === 0 ? 'test' : index % 5 === 1 ? 'validation' : 'train')
  const target = describedDomain({ role: 'target', images: 50 }, { marks: (index) => ({ side: side(index) }) })
  const split = splitTarget(target, rule)
  for (const name of ['train', 'validation', 'test'] as const) expect([...split[name]].every((index) => side(index) === name)).toBe(true)
  expect(split.test).toHaveLength(10)
})

test('split: where the user holds out test images only, validation is drawn from the others', () => {
  const target = describedDomain({ role: 'target', images: 50 }, { marks: (index) => ({ side: index < 20 ? 'test' : 'train' }) })
  const split = splitTarget(target, { ...rule, validationFraction: 0.2 })
  expect([...split.test]).toEqual(Array.from({ length: 20 }, (_, index) => index))
  expect(split.validation).toHaveLength(6)
})

test('split: validation images come beside the same test images', async () => {
  const request = await importedPair()
  const plain = splitPair(request)
  const three = splitPair({ ...request, splits: { validationFraction: 0.25, groupBy: 'none' } })
  expect(plain.source.validation).toBeUndefined()
  expect(three.source.test.domainIndex).toEqual(plain.source.test.domainIndex)
  expect([three.source.validation?.count, three.source.train.count]).toEqual([16, 28])
  expect(three.target.validation).not.toHaveProperty('labels')
})

test('split: images of one group are on one side, across classes too, and groups joined by a copy are one', () => {
  const contents = Array.from({ length: 60 }, (_, i) => (i === 59 ? 'content 0' : `content ${i}`))
  const source = describedDomain({ role: 'source', images: 60 }, { contents, marks: (index) => ({ subfolder: index % 12 }) })
  if (source.labels.kind === 'open') source.labels.classIds.fill(1, 30)
  const { classIds } = source.labels as { classIds: Int32Array }
  const split = splitSource(source, classIds, { ...rule, groupBy: 'subfolder' })
  // Image 59 is of group 11 and a copy of image 0, which is of group 0.
  const groupOf = (index: number) => (index % 12 === 11 ? 0 : index % 12)
  const held = new Set([...split.test].map(groupOf))
  expect(split.test.length).toBeGreaterThan(0)
  expect([...split.train].some((index) => held.has(groupOf(index)))).toBe(false)
  expect(split.train.length + split.test.length).toBe(60)
})

test('split: leaving images out moves no other image to another side', () => {
  const all = describedDomain({ role: 'target', images: 60 })
  const left = [3, 17, 40]
  const kept = all.contentHashes.filter((_, index) => !left.includes(index))
  const excluded = left.map((index) => ({ contentHash: all.contentHashes[index], marks: all.marks[index], classId: -1 }))
  const fewer = describedDomain({ role: 'target' }, { contents: kept, excluded })
  const before = new Set([...splitTarget(all, rule).test].map((index) => all.contentHashes[index]))
  const after = [...splitTarget(fewer, rule).test].map((index) => kept[index])
  expect(after).toEqual([...before].filter((hash) => kept.includes(hash)))
})

test('vault: a class map says which target class is which', async () => {
  const request = await importedPair((index) => (index % 2 === 0 ? 'pair' : 'impair'))
  expect(splitPair(request).vault).toBeNull()
  const { vault } = splitPair({ ...request, classMap: { pair: 'even', impair: null } })
  expect(new Set(vault?.read({ ...report, split: 'train' }))).toEqual(new Set([0, -1]))
})

test('vault: a few labels are so many of each class, the same for the same seed, of training images, and entered as such', async () => {
  const entries: Parameters<LedgerSink>[0][] = []
  const request = { ...(await importedPair()), ledger: (entry: Parameters<LedgerSink>[0]) => void entries.push(entry) }
  const { vault, target } = splitPair(request)
  const ask = { place: 'fine-tune seed 0', purpose: 'learns from them', shots: 3, seed: 0 }
  const few = vault?.readFew(ask)
  expect(entries).toEqual([{ place: ask.place, purpose: ask.purpose, kind: 'few-labels', split: 'train', labels: 6 }])
  expect([...(few?.labels ?? [])].sort()).toEqual([0, 0, 0, 1, 1, 1])
  const truth = vault?.read({ ...report, split: 'train' }) ?? []
  for (const [row, position] of (few?.positions ?? []).entries()) expect(few?.labels[row]).toBe(truth[position])
  expect(vault?.readFew(ask)).toEqual(few)
  expect(vault?.readFew({ ...ask, seed: 1 }).positions).not.toEqual(few?.positions)
  expect(vault?.readFew({ ...ask, shots: 1000 }).labels).toHaveLength(target.train.count)
})
