import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder } from './make-folder'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-make-folder-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('make folder', () => {
  it('make folder: makes every level, also when several ask at once, and again', async () => {
    const path = join(root, 'a', 'b', 'c')
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(root, 'a', 'b'))])
    await makeFolder(path)
    expect((await stat(path)).isDirectory()).toBe(true)
  })
  it('make folder: a file in the way is an error', async () => {
    await writeFile(join(root, 'file'), '')
    await expect(makeFolder(join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(makeFolder(join(root, 'file', 'below'))).rejects.toMatchObject({ code: 'EEXIST' })
  })
  it.skipIf(process.platform !== 'linux')('make folder: where nothing can be made it ends with an error', async () => {
    await expect(makeFolder('/proc/nope/below')).rejects.toMatchObject({ code: 'ENOENT', syscall: 'mkdir' })
  })
})
