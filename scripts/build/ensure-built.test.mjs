/** When a build is stale. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fakeContext, put } from '../setup/testing/fake-context.mjs'
import { hashSources } from './ensure-built.mjs'

test('build: sources, settings and locked packages make it stale; tests and read-me files do not', () => {
  const { root } = fakeContext().context.paths
  const write = (name, content) => put(join(root, ...name.split('/')), content)
  write('src-main/app/index.ts', 'one')
  write('package-lock.json', '{}')
  const hashes = [hashSources(root)]
  for (const [name, content] of [
    ['src-main/app/index.ts', 'two'],
    ['src-renderer/styles/tokens.css', 'a {}'],
    ['package-lock.json', '{"a":1}'],
    ['electron.vite.config.ts', 'x'],
  ]) {
    write(name, content)
    hashes.push(hashSources(root))
  }
  expect(new Set(hashes).size).toBe(5)
  write('src-main/app/index.test.ts', 'a test')
  write('src-main/app/README.md', 'words')
  write('out/main/index.js', 'built')
  expect(hashSources(root)).toBe(hashes.at(-1))
  write('src-main/app/index.ts', 'two')
  expect(hashSources(root)).toBe(hashes.at(-1))
})
