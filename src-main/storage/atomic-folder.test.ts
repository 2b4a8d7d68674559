import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeFolderAtomic } from './atomic-folder'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-atomic-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const write = (folder: string, text = 'whole') => writeFile(join(folder, 'file'), text)

it('atomic folder: what was filled is there under its name, and nothing else', async () => {
  const made = await writeFolderAtomic(join(root, 'new', 'model'), 'out', async (temporary) => {
    await write(temporary)
    return 7
  })
  expect(made).toBe(7)
  expect(await readFile(join(root, 'new', 'model', 'file'), 'utf8')).toBe('whole')
  expect(await readdir(join(root, 'new'))).toEqual(['model'])
})

it('atomic folder: an empty folder makes way, one that holds something is refused and left alone', async () => {
  await mkdir(join(root, 'empty'))
  await writeFolderAtomic(join(root, 'empty'), 'out', write)
  await expect(writeFolderAtomic(join(root, 'empty'), 'out', (folder) => write(folder, 'other'))).rejects.toMatchObject({
    code: 'invalid-input',
    field: 'out',
  })
  expect(await readFile(join(root, 'empty', 'file'), 'utf8')).toBe('whole')
  expect(await readdir(root)).toEqual(['empty'])
})

it('atomic folder: a failure, a cancel or a full disk in the middle leaves nothing', async () => {
  const fail = (error: Error) => async (temporary: string) => {
    await write(temporary)
    throw error
  }
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  await expect(writeFolderAtomic(join(root, 'model'), 'out', fail(full))).rejects.toMatchObject({ code: 'no-space', field: 'out' })
  await expect(writeFolderAtomic(join(root, 'model'), 'out', fail(new Error('stopped')))).rejects.toThrow('stopped')
  expect(await readdir(root)).toEqual([])
})

it('atomic folder: a place that cannot be written to is named with the field', async () => {
  await expect(writeFolderAtomic('/proc/nowhere/model', 'out', write)).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('/proc/nowhere/model'),
    field: 'out',
  })
  await writeFile(join(root, 'file'), '')
  await expect(writeFolderAtomic(join(root, 'file', 'model'), 'out', write)).rejects.toMatchObject({ code: 'invalid-input' })
})
