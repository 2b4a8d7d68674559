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
  expect((await scanFolder(root)).images).toEqual([
    { file: 'cat/1.png', className: 'cat' },
    { file: 'cat/old/deep/2.JPG', className: 'cat' },
    { file: 'dog/3.webp', className: 'dog' },
  ])
})

test('scan: images directly in the root make an unlabelled domain', async () => {
  const root = await temporaryFolder({ 'b.png': '', 'a.bmp': '' })
  expect((await scanFolder(root)).images).toEqual([
    { file: 'a.bmp', className: null },
    { file: 'b.png', className: null },
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
