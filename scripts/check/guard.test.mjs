/** What must not be committed. */
import { expect, test } from 'vitest'
import { lockProblems, textProblems } from './guard.mjs'

test('guard: a lock file without addresses and with every dependency passes', () => {
  const packages = {
    '': { dependencies: { a: '1' } },
    'node_modules/a': { dependencies: { b: '1' }, optionalDependencies: { c: '1' } },
    'node_modules/a/node_modules/b': {},
    'node_modules/c': {},
    'node_modules/c/node_modules/d': { dependencies: { a: '1' } },
  }
  expect(lockProblems({ packages })).toEqual([])
})

test('guard: an address and an optional dependency without an entry, which npm ci refuses, are named', () => {
  const packages = { '': {}, 'node_modules/a': { resolved: 'somewhere', optionalDependencies: { 'a-win32': '1' } } }
  expect(lockProblems({ packages })).toEqual([
    'package-lock.json: node_modules/a names the address it came from ("resolved")',
    'package-lock.json: node_modules/a needs a-win32, which has no entry',
  ])
})

test("guard: a registry's host and this machine's paths are found in a text", () => {
  const places = { root: '/work-place/main', home: '/home/somebody' }
  expect(textProblems('a.ts', `fetch('${['registry', 'npmjs', 'org'].join('.')}')`, places)).toHaveLength(1)
  expect(textProblems('a.ts', 'open("/work-place/main/x", "/home/somebody/y")', places)).toHaveLength(2)
  expect(textProblems('a.ts', 'const registry = methods', places)).toEqual([])
})
