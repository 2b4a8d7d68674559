import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resolvePageFile, servePageFile } from './page-files'

let root = ''
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shiftlab-page-'))
  root = join(folder, 'renderer')
  await mkdir(join(root, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.json'), '{}')
  await writeFile(join(folder, 'renderer-old.html'), 'old')
  await writeFile(join(root, 'index.html'), '<p>page</p>')
  await writeFile(join(root, 'assets', 'a b.js'), 'export {}')
})
afterAll(() => rm(join(root, '..'), { recursive: true }))

const get = (path: string, method = 'GET'): Promise<Response> => servePageFile(root, new Request(`app://shiftlab${path}`, { method }))

test('page files: the page arrives with its type and the security policy', async () => {
  const response = await get('/')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await response.text()).toBe('<p>page</p>')
})

test('page files: modules are sent as JavaScript, also with an escaped name and a query', async () => {
  const response = await get('/assets/a%20b.js?v=1')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
})

describe('page files: nothing outside the page is served', () => {
  test.each([
    '/..%2fsecret.json',
    '/assets/..%2f..%2fsecret.json',
    '/..%5csecret.json',
    '/..%2frenderer-old.html',
    '/%00index.html',
    '/%E0%A4%A.html',
  ])('%s is refused', async (path) => {
    expect((await get(path)).status).toBe(403)
  })

  test.each(['app://elsewhere/index.html', 'file:///etc/passwd', 'https://shiftlab/index.html', 'no address'])(
    '%s names no file',
    (url) => {
      expect(resolvePageFile(root, url)).toBeNull()
    },
  )
})

test('page files: a missing file, a folder, an unknown type and another method each have their status', async () => {
  expect((await get('/nothing.js')).status).toBe(404)
  expect((await get('/assets')).status).toBe(403)
  expect((await get('/run.exe')).status).toBe(403)
  expect((await get('/', 'POST')).status).toBe(405)
})
