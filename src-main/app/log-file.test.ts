import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogFile } from './log-file'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shiftlab-log-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('log file: entries are in order, one a line, with their time', async () => {
  const { log, flush } = createLogFile(join(folder, 'logs', 'main.log'))
  for (const entry of ['first', 'second\n', 'third']) log(entry)
  await flush()
  const lines = (await readFile(join(folder, 'logs', 'main.log'), 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /, ''))).toEqual(['first', 'second', 'third'])
})

test('log file: a full file is set aside, and only so many old ones are kept', async () => {
  const { log, flush } = createLogFile(join(folder, 'main.log'), { maxBytes: 100, keep: 2 })
  for (let i = 0; i < 5; i++) {
    log(`${i} ${'x'.repeat(100)}`)
    await flush()
  }
  expect((await readdir(folder)).sort()).toEqual(['main.log', 'main.log.1', 'main.log.2'])
  expect(await readFile(join(folder, 'main.log'), 'utf8')).toMatch(/Z 4 x/)
  expect(await readFile(join(folder, 'main.log.1'), 'utf8')).toMatch(/Z 3 x/)
  expect(await readFile(join(folder, 'main.log.2'), 'utf8')).toMatch(/Z 2 x/)
})

test('log file: one that cannot be written disturbs nobody', async () => {
  const { log, flush } = createLogFile(join('/dev/null', 'main.log'))
  log('lost')
  await expect(flush()).resolves.toBeUndefined()
})
