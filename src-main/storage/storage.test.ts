import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { writeFileAtomic } from './atomic-file'
import { appendJsonLineDurably, appendJsonLines, readJsonLines } from './json-lines'
import { findLocations } from './locations'
import { isLockHeld, releaseLock, takeLock } from './process-lock'
import { readTensorFolder, writeTensorFolder } from './tensor-folder'
import { writingTo } from './unwritable'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-storage-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('atomic files', () => {
  it('atomic file: replaces the old content and leaves nothing else behind', async () => {
    const path = join(root, 'deep', 'record.json')
    await writeFileAtomic(path, 'one')
    await writeFileAtomic(path, 'two')
    expect(await readFile(path, 'utf8')).toBe('two')
    expect(await readdir(join(root, 'deep'))).toEqual(['record.json'])
  })
  it('atomic file: a write that fails leaves the old content and no temporary file', async () => {
    const path = join(root, 'kept', 'record.json')
    await writeFileAtomic(path, 'old')
    await expect(writeFileAtomic(join(path, 'below-a-file'), 'new')).rejects.toThrow()
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(join(root, 'kept'))).toEqual(['record.json'])
  })
})

describe('json lines', () => {
  const Entry = z.object({ n: z.number() })
  it('json lines: a line cut short by a crash is skipped and does not spoil the next one', async () => {
    const path = join(root, 'metrics.jsonl')
    await appendJsonLines(path, [{ n: 1 }, { n: 2 }])
    await appendFile(path, '{"n": 3')
    appendJsonLineDurably(path, { n: 4 })
    expect(await readJsonLines(path, Entry)).toEqual([{ n: 1 }, { n: 2 }, { n: 4 }])
  })
  it('json lines: every line holds a value, so that other programs can read them one by one', async () => {
    const path = join(root, 'log.jsonl')
    await appendJsonLines(path, [{ n: 1 }, { n: 2 }])
    appendJsonLineDurably(path, { n: 3 })
    await appendJsonLines(path, [{ n: 4 }])
    expect(await readFile(path, 'utf8')).toBe('{"n":1}\n{"n":2}\n{"n":3}\n{"n":4}\n')
  })
  it('json lines: a missing file is empty', async () => {
    expect(await readJsonLines(join(root, 'none.jsonl'), Entry)).toEqual([])
  })
})

describe('places that cannot be written', () => {
  const refuse = (code: string, syscall: string) => () => Promise.reject(Object.assign(new Error(code), { code, syscall }))
  it('unwritable: what the system refuses is a wrong request that names the place and the field', async () => {
    for (const [code, syscall] of [
      ['EROFS', 'open'],
      ['ENOENT', 'mkdir'],
    ] as const)
      await expect(writingTo('/x/y', '--out', refuse(code, syscall))).rejects.toMatchObject({
        code: 'invalid-input',
        field: '--out',
        message: expect.stringContaining('/x/y'),
      })
  })
  it('unwritable: other failures stay what they are', async () => {
    await expect(writingTo('/x/y', '--out', refuse('ENOENT', 'open'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('tensor folders', () => {
  const arrays = [
    { name: 'kernel', shape: [2, 2], data: Float32Array.of(1, -2, 3.5, Number.MIN_VALUE) },
    { name: 'counter', shape: [], data: Int32Array.of(7) },
  ]
  it('tensor folder: gives back every bit', async () => {
    await writeTensorFolder(join(root, 'step-1'), arrays, { step: 1 })
    const read = await readTensorFolder(join(root, 'step-1'))
    expect(read).toEqual({ arrays, meta: { step: 1 } })
  })
  it('tensor folder: a damaged one is refused by name', async () => {
    const folder = join(root, 'step-2')
    await writeTensorFolder(folder, arrays, { step: 2 })
    const bytes = await readFile(join(folder, 'weights.bin'))
    bytes[3] ^= 1
    await writeFile(join(folder, 'weights.bin'), bytes)
    await expect(readTensorFolder(folder)).rejects.toMatchObject({ code: 'invalid-input', field: folder })
  })
  it('tensor folder: a missing one is null', async () => {
    expect(await readTensorFolder(join(root, 'nowhere'))).toBeNull()
  })
})

describe('locks', () => {
  it('lock: is held by this process, and not once released, nor by a dead process or a reused pid', async () => {
    const path = join(root, 'lock')
    expect(await isLockHeld(path)).toBe(false)
    expect(await takeLock(path)).toBe(true)
    expect(await isLockHeld(path)).toBe(true)
    expect(await takeLock(path)).toBe(false)
    await releaseLock(path)
    expect(await isLockHeld(path)).toBe(false)
    await writeFile(path, JSON.stringify({ pid: process.pid, started: 'another time' }))
    expect(await isLockHeld(path)).toBe(false)
    expect(await takeLock(path)).toBe(true)
  })
})

describe('locations', () => {
  it('locations: environment variables move home, cache and built-in data', () => {
    const moved = findLocations({ SHIFTLAB_HOME: join(root, 'h'), SHIFTLAB_CACHE: join(root, 'c'), SHIFTLAB_BUILT_IN: join(root, 'b') })
    expect(moved).toEqual({ home: join(root, 'h'), cacheFolder: join(root, 'c'), builtInFolder: join(root, 'b') })
    expect(findLocations({}).builtInFolder).toMatch(/\.runtime.data$/)
  })
})
