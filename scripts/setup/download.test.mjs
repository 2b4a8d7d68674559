/** The cache of downloads: verified, whole, and offline once filled. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { obtain } from './download.mjs'
import { sha256 } from './sha256.mjs'
import { fakeContext } from './testing/fake-context.mjs'

const content = 'a wheel'
const pin = { file: 'a.whl', sha256: sha256(content), bytes: content.length }

function setting() {
  const { context } = fakeContext()
  const fetches = []
  const fetching = (text) => async (folder) => {
    fetches.push(text)
    mkdirSync(join(folder, 'pip-unpack'))
    writeFileSync(join(folder, '.requirements.txt'), 'noise')
    writeFileSync(join(folder, 'any-name.whl'), text)
  }
  return { folder: context.paths.downloads, report: context.report, fetches, fetching }
}

test('download: what was fetched once is not fetched again', async () => {
  const { folder, report, fetches, fetching } = setting()
  const first = await obtain({ folder, pin, report, fetchInto: fetching(content) })
  expect(await obtain({ folder, pin, report, fetchInto: fetching(content) })).toBe(first)
  expect(fetches).toHaveLength(1)
  expect(readdirSync(folder)).toHaveLength(1)
})

test('download: a file with another hash is refused and leaves nothing behind', async () => {
  const { folder, report, fetching } = setting()
  await expect(obtain({ folder, pin, report, fetchInto: fetching('a whale') })).rejects.toThrow('SHA-256 differs')
  expect(readdirSync(folder)).toEqual([])
})

test('download: a cached file that was damaged since is fetched anew', async () => {
  const { folder, report, fetches, fetching } = setting()
  const file = await obtain({ folder, pin, report, fetchInto: fetching(content) })
  writeFileSync(file, 'b wheel')
  await obtain({ folder, pin, report, fetchInto: fetching(content) })
  expect(fetches).toHaveLength(2)
})

test('download: the half-fetched folder of a process that was killed is cleared away, that of a living one stays', async () => {
  const { folder, report, fetching } = setting()
  mkdirSync(join(folder, 'dead.fetching-999999999'), { recursive: true })
  mkdirSync(join(folder, `alive.fetching-${process.ppid}`))
  await obtain({ folder, pin, report, fetchInto: fetching(content) })
  expect(readdirSync(folder).filter((name) => name.includes('fetching'))).toEqual([`alive.fetching-${process.ppid}`])
})
