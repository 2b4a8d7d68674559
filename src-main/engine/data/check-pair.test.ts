/** Every problem a pair can have, in the words the user reads. */
import { expect, test } from 'vitest'
import { checkPair, missingFolderProblem } from './check-pair'
import { splitPair } from './split-pair'
import { describedDomain } from './testing/domains'

const source = describedDomain({ role: 'source' })
const target = describedDomain({ role: 'target' })

function reasons(counts: Readonly<Record<string, number>>) {
  return Object.entries(counts).flatMap(([reason, count]) => Array.from({ length: count }, (_, i) => ({ file: `${reason} ${i}`, reason })))
}

test('check: a sound pair has no problems', () => {
  expect(checkPair(source, target)).toEqual([])
  expect(checkPair(source, describedDomain({ role: 'target', classNames: [] }))).toEqual([])
})

test('check: unreadable files are counted by kind, and the rest is in', () => {
  const unreadable = reasons({ 'truncated JPEG': 2, 'empty file': 4 })
  expect(checkPair(describedDomain({ role: 'source', images: 4494, unreadable }), target)).toMatchObject([
    {
      code: 'unreadable-files',
      blocks: false,
      role: 'source',
      message: '6 files of the source could not be read (2 truncated, 4 empty). They are left out; the other 4,494 are in.',
    },
  ])
  const one = describedDomain({ role: 'target', unreadable: reasons({ '40,000 × 40,000 pixels, more than 64 megapixels': 1 }) })
  expect(checkPair(source, one)[0].message).toBe(
    '1 file of the target could not be read (1 too large). It is left out; the other 100 are in.',
  )
})

test('check: a folder without images blocks and says what was there instead', () => {
  const empty = describedDomain({ role: 'source', images: 0, classNames: [], unreadable: reasons({ 'not an image': 3 }) }, { skipped: 1 })
  expect(checkPair(empty, target)).toMatchObject([
    {
      code: 'no-images',
      blocks: true,
      message: 'The source photos has no images. 3 files could not be read (3 not an image). 1 file is not named like an image.',
    },
  ])
})

test('check: a source without classes, or with one, blocks', () => {
  expect(checkPair(describedDomain({ role: 'source', classNames: [] }), target)).toMatchObject([
    { code: 'unlabelled-source', blocks: true, role: 'source' },
  ])
  const single = checkPair(describedDomain({ role: 'source', classNames: ['0'] }), target)
  expect(single[0]).toMatchObject({ code: 'one-class', blocks: true, message: expect.stringContaining("has one class, '0'") })
})

test('check: class names without one in common block, and are listed', () => {
  const words = describedDomain({ role: 'target', classNames: ['one', 'zero'] })
  expect(checkPair(source, words)).toMatchObject([
    {
      code: 'class-names-differ',
      blocks: true,
      role: null,
      message: "Class names differ: source has '0', '1', target 'one', 'zero'. Match them to go on.",
    },
  ])
})

test('check: class names that differ in part do not block', () => {
  const more = checkPair(source, describedDomain({ role: 'target', classNames: ['0', '1', '2'] }))
  expect(more).toMatchObject([{ code: 'class-names-differ', blocks: false }])
  expect(more[0].message).toBe(
    "Class names differ: source has no others, target '2'. This is an open set. Target images of other classes count as wrong in the report.",
  )
  const many = describedDomain({ role: 'source', classNames: [...'abcdefgh01'], classCounts: Array(10).fill(10) })
  expect(checkPair(many, target)[0].message).toBe(
    "Class names differ: source has 'a', 'b', 'c', 'd' and 4 more, target lacks them. This is a partial set. The report covers the 2 shared classes.",
  )
})

test('check: a target with one class folder may be an unlabelled one', () => {
  expect(checkPair(source, describedDomain({ role: 'target', classNames: ['images'] }))).toMatchObject([
    {
      code: 'one-class',
      blocks: false,
      role: 'target',
      message: "The target sketches has one class folder, 'images'. No accuracy will be reported on it.",
    },
  ])
})

test('check: few images are named, of the whole domain or of a class; a target class is never counted', () => {
  const lean = describedDomain({ role: 'source', images: 103, classCounts: [100, 3] })
  expect(checkPair(lean, target)).toMatchObject([
    { code: 'few-images', blocks: false, message: "Some classes of the source have fewer than 10 images: '1' (3)." },
  ])
  expect(checkPair(source, describedDomain({ role: 'target', images: 12 }))).toMatchObject([
    { code: 'few-images', message: 'The target has only 12 images, so its figures will have wide intervals.' },
  ])
})

test('check: images on both sides are counted, all of them or some', () => {
  const copy = describedDomain({ role: 'target' }, { contents: source.contentHashes })
  expect(checkPair(source, copy)).toMatchObject([
    { code: 'identical-domains', blocks: false, message: 'All 100 target images are in the source too. There is no shift to adapt to.' },
  ])
  const some = describedDomain({ role: 'target' }, { contents: [...source.contentHashes.slice(0, 2), ...target.contentHashes.slice(2)] })
  expect(checkPair(source, some)[0].message).toBe(
    "2 of 100 target images are in the source too, so the target's figures would be too good.",
  )
})

/** A source of three images, in classes '0', '0' and '1'. */
function threeImages(contents: readonly string[]) {
  const domain = describedDomain({ role: 'source', classCounts: [2, 1] }, { contents })
  if (domain.labels.kind === 'open') domain.labels.classIds[2] = 1
  return domain
}

test('check: a source blocks when no class has two different images, as the split would leave nothing to test on', () => {
  const copies = threeImages(['a', 'a', 'b'])
  expect(checkPair(copies, target)[0]).toMatchObject({
    code: 'few-images',
    blocks: true,
    role: 'source',
    message: 'No class of the source photos has 2 different images, so none is left to test on.',
  })
  expect(splitPair({ source: copies, target, testFraction: 0.5, ledger: () => undefined }).source.test.count).toBe(0)
  const enough = threeImages(['a', 'c', 'b'])
  expect(checkPair(enough, target, { testFraction: 0.05 }).filter(({ blocks }) => blocks)).toEqual([])
  expect(splitPair({ source: enough, target, testFraction: 0.05, ledger: () => undefined }).source.test.count).toBe(1)
})

test('check: a target blocks when none of its images would be left to test on, unless it has a test folder', () => {
  const single = describedDomain({ role: 'target' }, { contents: ['x'] })
  expect(checkPair(source, single)[0]).toMatchObject({
    code: 'few-images',
    blocks: true,
    role: 'target',
    message: 'The target sketches has 1 image, so none is left to test on.',
  })
  const copies = describedDomain({ role: 'target' }, { contents: ['x', 'x', 'x'] })
  expect(checkPair(source, copies)[0]).toMatchObject({ blocks: true, message: expect.stringContaining('3 images that are all the same') })
  const targetTest = describedDomain({ role: 'target', name: 'held out' })
  expect(checkPair(source, single, { targetTest }).filter(({ blocks }) => blocks)).toEqual([])
})

test('check: a target test folder without images blocks, one that is read in part does not', () => {
  const empty = describedDomain({ role: 'target', name: 'held out', images: 0, unreadable: reasons({ 'empty file': 2 }) })
  expect(checkPair(source, target, { targetTest: empty })).toMatchObject([
    {
      code: 'no-images',
      blocks: true,
      role: 'target',
      message: 'The target test folder held out has no images. 2 files could not be read (2 empty).',
    },
  ])
  const contents = Array.from({ length: 60 }, (_, i) => `held out ${i}`)
  const partly = describedDomain({ role: 'target', unreadable: reasons({ 'empty file': 1 }) }, { contents })
  expect(checkPair(source, target, { targetTest: partly })).toMatchObject([
    {
      code: 'unreadable-files',
      blocks: false,
      message: '1 file of the target test folder could not be read (1 empty). It is left out; the other 60 are in.',
    },
  ])
})

test('check: testing on the training images of the target blocks, testing on some of them is counted', () => {
  expect(checkPair(source, target, { targetTest: target })).toMatchObject([
    {
      code: 'identical-domains',
      blocks: true,
      role: 'target',
      message:
        "All 100 images of the target test folder are in the target's training folder too. The model would be tested on its training images.",
    },
  ])
  const contents = [...target.contentHashes.slice(0, 3), ...Array.from({ length: 57 }, (_, i) => `held out ${i}`)]
  expect(checkPair(source, target, { targetTest: describedDomain({ role: 'target' }, { contents }) })).toMatchObject([
    {
      code: 'identical-domains',
      blocks: false,
      message:
        "3 of 60 images of the target test folder are in the target's training folder too, so the target's figures would be too good.",
    },
  ])
})

test('check: what blocks comes first', () => {
  const poor = describedDomain({ role: 'source', images: 12, classNames: ['0'], unreadable: reasons({ 'empty file': 1 }) })
  expect(checkPair(poor, target).map(({ code }) => code)).toEqual(['one-class', 'unreadable-files', 'few-images'])
})

test('check: a folder that is gone has a problem of its own', () => {
  expect(missingFolderProblem('target', '/data/sketches')).toMatchObject({
    code: 'folder-missing',
    blocks: true,
    message: 'The target folder /data/sketches is no longer there.',
  })
})
