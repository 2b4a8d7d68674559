import { AppError } from '@shared/contract/failure'
import { type EngineHealth, hostContract, Preferences } from '@shared/contract/host'
import { dispatch } from '@shared/rpc/dispatch'
import { expect, test } from 'vitest'
import { createHostHandlers, type HostServices } from './host-handlers'

const ready: EngineHealth = { state: 'ready', message: null, hint: null, restarts: 0, pid: 7 }

function createBench(overrides: Partial<HostServices> = {}) {
  const done: string[] = []
  let preferences = Preferences.parse({})
  const handlers = createHostHandlers({
    chooseFolder: async (title) => `/chosen/${title}`,
    chooseList: async (title) => `/chosen/${title}.csv`,
    showInFolder: (path) => done.push(`show ${path}`),
    openFile: async () => '',
    copyText: (text) => done.push(`copy ${text}`),
    preferences: {
      get: () => preferences,
      async set(next) {
        preferences = next
        return next
      },
    },
    about: { version: '1', electron: '33', sandboxNote: null, home: '/home' },
    engine: { health: () => ready, start: () => done.push('start') },
    sendEnginePort: () => done.push('port'),
    ...overrides,
  })
  const call = (command: string, input: unknown = {}) =>
    dispatch(hostContract, handlers, { command, input, signal: new AbortController().signal }, (entry) => done.push(entry))
  return { call, done }
}

test('host: changing one preference leaves the others as they are, also when they are not at their default', async () => {
  const { call } = createBench()
  await call('host.setPreferences', { projector: true, lastStudyId: 'moons' })
  await call('host.setPreferences', { theme: 'dark' })
  expect(await call('host.preferences')).toEqual({
    ok: true,
    value: { theme: 'dark', singleKeys: true, projector: true, lastStudyId: 'moons' },
  })
  expect(await call('host.setPreferences', { lastStudyId: null })).toMatchObject({ value: { lastStudyId: null, theme: 'dark' } })
})

test('host: the answers fit the contract, and about says whether the sandbox is on', async () => {
  const { call, done } = createBench()
  expect(await call('host.chooseFolder', { title: 'Source' })).toEqual({ ok: true, value: '/chosen/Source' })
  expect(await call('host.chooseList', { title: 'List' })).toEqual({ ok: true, value: '/chosen/List.csv' })
  expect(await call('host.about')).toMatchObject({ ok: true, value: { sandboxed: true } })
  expect(await call('host.restartEngine')).toEqual({ ok: true, value: ready })
  expect(await call('host.connectEngine')).toEqual({ ok: true, value: {} })
  expect(await call('host.copyText', { text: 'lab run' })).toEqual({ ok: true, value: {} })
  expect(done).toEqual(['start', 'port', 'copy lab run'])
})

test('host: a folder that is gone is not shown, and a port that cannot be had is a failure in words', async () => {
  const { call, done } = createBench({
    sendEnginePort() {
      throw new AppError('engine-crashed', 'The engine is not running at the moment.', 'Wait.')
    },
  })
  expect(await call('host.showInFolder', { path: '/no/such/folder' })).toMatchObject({ ok: false, failure: { code: 'not-found' } })
  expect(await call('host.connectEngine')).toMatchObject({ ok: false, failure: { code: 'engine-crashed' } })
  expect(done).toEqual([])
})
