import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFileAtomic } from './atomic-file'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shiftlab-atomic-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('atomic file: new content replaces the old and nothing temporary stays behind', async () => {
  const path = join(folder, 'run.json')
  await writeFileAtomic(path, 'old')
  await writeFileAtomic(path, new TextEncoder().encode('new'))
  expect(await readFile(path, 'utf8')).toBe('new')
  expect(await readdir(folder)).toEqual(['run.json'])
})

test('atomic file: writers at the same time leave one whole content', async () => {
  const path = join(folder, 'run.json')
  const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000))
  await Promise.all(contents.map((content) => writeFileAtomic(path, content)))
  expect(contents).toContain(await readFile(path, 'utf8'))
  expect(await readdir(folder)).toEqual(['run.json'])
})

test('atomic file: when it cannot be replaced, the error is the system’s and nothing temporary stays behind', async () => {
  const path = join(folder, 'occupied')
  await mkdir(path)
  await expect(writeFileAtomic(path, 'x')).rejects.toMatchObject({ code: expect.stringMatching(/EISDIR|ENOTEMPTY|EEXIST/) })
  expect(await readdir(folder)).toEqual(['occupied'])
})
