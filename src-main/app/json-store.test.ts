import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Preferences } from '@shared/contract/host'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJsonStore } from './json-store'

const defaults = Preferences.parse({})
const log: string[] = []
let path = ''
const open = () => openJsonStore(path, Preferences, defaults, (entry) => log.push(entry))

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'shiftlab-store-')), 'preferences.json')
  log.length = 0
})
afterEach(() => rm(join(path, '..'), { recursive: true }))

test('json store: without a file the fallback holds, and that is not worth a log entry', async () => {
  expect((await open()).get()).toEqual(defaults)
  expect(log).toEqual([])
})

test('json store: what was set is there after opening again, the last of several wins', async () => {
  const store = await open()
  void store.set({ ...defaults, theme: 'light' })
  void store.set({ ...defaults, theme: 'dark' })
  expect(store.get().theme).toBe('dark')
  await store.flush()
  expect((await open()).get().theme).toBe('dark')
})

test('json store: a damaged file gives the fallback, is logged, and is left alone until something is set', async () => {
  await writeFile(path, '{"theme":')
  expect((await open()).get()).toEqual(defaults)
  expect(log.join()).toContain('preferences.json could not be read')
  expect(await readFile(path, 'utf8')).toBe('{"theme":')
})

test('json store: a value that cannot be written is reported to whoever set it, and the next one is tried', async () => {
  const store = await openJsonStore(join('/dev/null', 'x.json'), Preferences, defaults, (entry) => log.push(entry))
  await expect(store.set(defaults)).rejects.toThrow()
  await expect(store.set(defaults)).rejects.toThrow()
  expect(store.get()).toEqual(defaults)
})
