/** The doctor on a machine where nothing has been set up. */
import { expect, test } from 'vitest'
import { fakeContext, put } from '../setup/testing/fake-context.mjs'
import { componentLines } from './component-lines.mjs'
import { examine, isComplete } from './components.mjs'

test('doctor: a fresh clone is told what is missing and what to do', async () => {
  const { context } = fakeContext({ machine: { platform: 'darwin' }, answers: {} })
  put(context.paths.packageLock, '{"packages":{}}')
  const components = await examine(context)
  const missing = components.filter(({ state }) => state === 'missing').map(({ component }) => component)
  expect(missing).toEqual(['npm packages', 'Electron', 'TensorFlow', 'TensorFlow binding', 'Built-in digits'])
  expect(components.filter(({ state, remedy }) => state === 'missing' && remedy === null)).toEqual([])
  expect(isComplete(components)).toBe(false)
})

test('doctor: lines name the version once, the path, the size, and the remedy beneath', () => {
  const base = {
    component: 'Electron',
    state: 'there',
    version: '33.2.1',
    path: '/e',
    sizeBytes: 2e6,
    detail: '33.2.1, official',
    remedy: null,
  }
  expect(componentLines([base])).toEqual(['ok      Electron  33.2.1, official · /e · 2.0 MB'])
  expect(componentLines([{ ...base, state: 'missing', detail: null, remedy: 'run: npm run setup' }])[1]).toBe(
    '        → run: npm run setup',
  )
})
