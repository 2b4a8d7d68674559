/** What the command line prints of a folder, and the page that can be saved, from files to words. */
import { expect, test } from 'vitest'
import { countTarget } from '../data/count-target'
import { importFolder } from '../data/testing/domains'
import { noisePng } from '../data/testing/make-images'
import { temporaryFolder } from '../data/testing/temporary-folder'
import { inspectionReport } from '../reporting/inspection-report'
import { inspectPair } from './inspect-pair'
import { inspectionJson } from './inspection-json'

async function look(files: Record<string, Uint8Array | string>, against?: Record<string, Uint8Array | string>) {
  const source = await importFolder(await temporaryFolder(files))
  const target = against ? await importFolder(await temporaryFolder(against)) : null
  return { source, target, inspection: await inspectPair({ source, target, testFraction: 0.25 }) }
}

test('inspect: counts, sizes, duplicates, unreadable and skipped files, and the split a run would make', async () => {
  const same = await noisePng('same', 9)
  const files = { 'cat/1.png': same, 'cat/2.png': same, 'dog/3.png': await noisePng(3), 'dog/4.gif': 'x', 'dog/list.csv': 'x' }
  const { source, target, inspection } = await look(files)
  const json = inspectionJson(inspection, source, target)
  expect(json).toMatchObject({
    images: 3,
    classes: { cat: 2, dog: 1 },
    sizes: [
      { width: 9, height: 9, count: 2 },
      { width: 8, height: 8, count: 1 },
    ],
    channelMean: source.summary.channelMean,
    duplicates: 1,
    nearDuplicates: [{ file: 'cat/1.png', against: 'cat/2.png', note: 'identical' }],
    unreadable: [{ file: 'dog/4.gif', reason: 'not an image' }],
    skipped: 1,
    outliers: [],
    mismatch: [],
    splits: { train: 3, validation: 0, test: 0 },
  })
})

test('inspect: images that are in the other folder too are named on both sides', async () => {
  const shared = await noisePng('shared')
  const { source, target, inspection } = await look(
    { 'a/1.png': shared, 'b/2.png': await noisePng(2) },
    { 'x/copy.png': shared, 'x/9.png': await noisePng(9) },
  )
  expect(inspectionJson(inspection, source, target).leaks).toEqual([{ file: 'a/1.png', against: 'x/copy.png', note: 'identical' }])
})

test('report: one page that needs nothing else, with pictures, names escaped and unreadable files listed', async () => {
  const shared = await noisePng('shared')
  const { source, target, inspection } = await look(
    { 'a/1.png': shared, 'b/<b>.png': 'x', 'b/2.png': await noisePng(2) },
    { 'a/1.png': shared },
  )
  const html = await inspectionReport({ title: 'a & b', source, target, inspection })
  expect(html).toContain('<title>a &#38; b')
  expect(html).toContain('b/&#60;b&#62;.png')
  expect(html).toContain('src="data:image/png;base64,')
  expect(html).not.toMatch(/(src|href)="(?!data:)/)
})

test('target counts: told after the ledger has the entry, and not at all when it refuses', async () => {
  const folder = await temporaryFolder({ 'a/1.png': await noisePng(1), 'a/2.png': await noisePng(2), 'b/3.png': await noisePng(3) })
  const target = await importFolder(folder, { role: 'target' })
  const entries: unknown[] = []
  expect(countTarget(target, 'label shift', (entry) => void entries.push(entry))).toMatchObject({ classNames: ['a', 'b'], counts: [2, 1] })
  expect(entries).toEqual([{ place: 'show target counts', kind: 'counts', purpose: 'label shift', split: 'all', labels: 3 }])
  const refuse = () => {
    throw new Error('disk full')
  }
  expect(() => countTarget(target, 'label shift', refuse)).toThrow('disk full')
  expect(() => countTarget({ ...target, labels: { kind: 'none' } }, 'x', refuse)).toThrow('no class folders')
})

test('inspect: class folders that only one side has are named; without class folders there is nothing to hold against', async () => {
  const image = await noisePng(1)
  const differing = await look({ 'cat/1.png': image, 'dog/2.png': image }, { 'cat/1.png': image, 'hound/2.png': image })
  expect(inspectionJson(differing.inspection, differing.source, differing.target).classDifferences).toEqual({
    onlyHere: ['dog'],
    onlyAgainst: ['hound'],
  })
  const flat = await look({ 'cat/1.png': image }, { '1.png': image })
  expect(inspectionJson(flat.inspection, flat.source, flat.target).classDifferences).toBeNull()
})
