/** What a folder on disk may look like, and what is made of it. */
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { scanFolder } from './scan-folder'
import { temporaryFolder } from './testing/temporary-folder'

// The tests run as root, whom no permission stops: folders named "locked" refuse here instead.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const readdir = (...[path, ...rest]: Parameters<typeof real.readdir>) =>
    String(path).endsWith('locked') ? Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })) : real.readdir(path, ...rest)
  return { ...real, readdir }
})

test('scan: folders directly below the root are classes, whatever lies deeper belongs to them', async () => {
  const root = await temporaryFolder({ 'cat/1.png': '', 'cat/old/deep/2.JPG': '', 'dog/3.webp': '' })
  expect((await scanFolder(root)).images.map(({ file, className }) => [file, className])).toEqual([
    ['cat/1.png', 'cat'],
    ['cat/old/deep/2.JPG', 'cat'],
    ['dog/3.webp', 'dog'],
  ])
})

test('scan: images directly in the root make an unlabelled domain', async () => {
  const root = await temporaryFolder({ 'b.png': '', 'a.bmp': '' })
  expect((await scanFolder(root)).images.map(({ file, className }) => [file, className])).toEqual([
    ['a.bmp', null],
    ['b.png', null],
  ])
})

test('scan: images beside class folders are reported as outside any class', async () => {
  const root = await temporaryFolder({ 'stray.png': '', 'cat/1.png': '' })
  const scan = await scanFolder(root)
  expect(scan.images.map(({ file }) => file)).toEqual(['cat/1.png'])
  expect(scan.unreadable).toEqual([{ file: 'stray.png', reason: 'outside any class folder' }])
})

test('scan: hidden files are ignored and other files counted', async () => {
  const root = await temporaryFolder({ 'cat/1.png': '', 'cat/notes.txt': '', 'cat/.DS_Store': '', '.cache/2.png': '', LICENSE: '' })
  const scan = await scanFolder(root)
  expect(scan.images).toHaveLength(1)
  expect(scan.skipped).toBe(2)
})

test('scan: links are followed, circles end and broken ones are reported', async () => {
  const root = await temporaryFolder({ 'cat/1.png': '', 'cat/inner/2.png': '' })
  const elsewhere = await temporaryFolder({ '3.png': '' })
  await symlink(elsewhere, join(root, 'dog'))
  await symlink(root, join(root, 'cat', 'inner', 'up'))
  await symlink(join(root, 'cat'), join(root, 'cat', 'again'))
  await symlink('nowhere', join(root, 'cat', 'gone.png'))
  await symlink('self.png', join(root, 'cat', 'self.png'))
  const scan = await scanFolder(root)
  expect(scan.images.map(({ file }) => file)).toEqual(['cat/1.png', 'cat/inner/2.png', 'dog/3.png'])
  expect(scan.unreadable).toEqual([
    { file: 'cat/gone.png', reason: 'link leads nowhere: no longer there' },
    { file: 'cat/self.png', reason: 'link leads nowhere: links in a circle' },
  ])
})

test('scan: a folder that will not open is reported and the rest is found', async () => {
  const root = await temporaryFolder({ 'cat/locked/1.png': '', 'dog/2.png': '' })
  const scan = await scanFolder(root)
  expect(scan.images).toHaveLength(1)
  expect(scan.unreadable).toEqual([{ file: 'cat/locked', reason: 'folder could not be opened: no permission to read it' }])
})

test('scan: a root that is missing, a file or locked says so', async () => {
  const folder = await temporaryFolder({ 'a.png': '', 'locked/1.png': '' })
  await expect(scanFolder(join(folder, 'nope'))).rejects.toMatchObject({ code: 'not-found', message: `There is no folder ${folder}/nope.` })
  await expect(scanFolder(join(folder, 'a.png'))).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(scanFolder(join(folder, 'locked'))).rejects.toMatchObject({
    code: 'invalid-input',
    message: `The folder ${folder}/locked could not be opened: no permission to read it.`,
  })
})

test('scan: an aborted signal stops it', async () => {
  const root = await temporaryFolder({ 'cat/1.png': '' })
  await expect(scanFolder(root, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
})

test("scan: a user's own train, val and test folders are sides, and classes lie below them", async () => {
  const root = await temporaryFolder({ 'train/cat/1.png': '', 'train/dog/2.png': '', 'Val/cat/3.png': '', 'test/dog/deep/4.png': '' })
  expect((await scanFolder(root)).images.map(({ file, className, side }) => [file, className, side])).toEqual([
    ['Val/cat/3.png', 'cat', 'validation'],
    ['test/dog/deep/4.png', 'dog', 'test'],
    ['train/cat/1.png', 'cat', 'train'],
    ['train/dog/2.png', 'dog', 'train'],
  ])
})

test('scan: sides without class folders make an unlabelled domain with sides', async () => {
  const root = await temporaryFolder({ 'train/1.png': '', 'test/2.png': '' })
  expect((await scanFolder(root)).images.map(({ className, side }) => [className, side])).toEqual([
    [null, 'test'],
    [null, 'train'],
  ])
})

test('scan: a class that happens to be called train stays a class', async () => {
  const root = await temporaryFolder({ 'train/1.png': '', 'plane/2.png': '', 'test/3.png': '' })
  expect((await scanFolder(root)).images.map(({ className, side }) => [className, side])).toEqual([
    ['plane', null],
    ['test', null],
    ['train', null],
  ])
})

test('scan: a list narrows the images down and names side, class and group; what it names in vain is reported', async () => {
  const list = '\uFEFFfile,split,class,group\n1.png,train,cat,a\n"odd, name.png",val,dog,\nsub\\3.png,TEST,,b\ngone.png,,,\n'
  const files = { '1.png': '', 'odd, name.png': '', 'sub/3.png': '', '4.png': '', 'splits.csv': list }
  const scan = await scanFolder(await temporaryFolder(files))
  expect(scan.images).toEqual([
    { file: '1.png', className: 'cat', side: 'train', groups: { subfolder: 'a', name: 'a' } },
    { file: 'odd, name.png', className: 'dog', side: 'validation', groups: { subfolder: null, name: null } },
    { file: 'sub/3.png', className: 'sub', side: 'test', groups: { subfolder: 'b', name: 'b' } },
  ])
  expect(scan.unreadable).toEqual([{ file: 'gone.png', reason: 'listed, but not there' }])
  expect(scan.skipped).toBe(1)
})

test.each([
  ['name,split\na.png,train\n', 'columns'],
  ['file,split\na.png,train\nb.png,training\n', 'Line 3'],
])('scan: a list that cannot be understood is named with its line: %j', async (list, words) => {
  const folder = await temporaryFolder({ 'a.png': '', 'b.png': '', 'mine.csv': list })
  const path = join(folder, 'mine.csv')
  await expect(scanFolder(folder, { list: path })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining(words),
    field: path,
  })
})

test('scan: groups are told by the folder below the class and by the name up to its last number', async () => {
  const files = { 'cat/patient 7/left_012.png': '', 'cat/subject07_3.png': '', 'cat/003.png': '', 'cat/scan (4).png': '' }
  const groups = Object.fromEntries((await scanFolder(await temporaryFolder(files))).images.map((image) => [image.file, image.groups]))
  expect(groups).toEqual({
    'cat/patient 7/left_012.png': { subfolder: 'patient 7', name: 'left' },
    'cat/subject07_3.png': { subfolder: null, name: 'subject07' },
    'cat/003.png': { subfolder: null, name: null },
    'cat/scan (4).png': { subfolder: null, name: 'scan' },
  })
})
