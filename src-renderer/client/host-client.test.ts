import { Preferences } from '@shared/contract/host'
import type { PreloadApi } from '@shared/rpc/preload-api'
import { expect, test } from 'vitest'
import { createHostClient } from './host-client'

function createBench(call: PreloadApi<File>['host']['call']) {
  let announce: (event: string, payload: unknown) => void = () => {}
  const client = createHostClient({
    host: {
      call,
      onEvent(listener) {
        announce = listener
      },
    },
    pathForFile: (file) => `/dropped/${file.name}`,
    platform: 'linux',
  })
  return { client, announce: (event: string, payload: unknown) => announce(event, payload) }
}

test('host client: a good result resolves, a failure rejects as the error it was', async () => {
  const good = createBench(async () => ({ ok: true, value: Preferences.parse({}) }))
  expect(await good.client.call('host.preferences', {})).toMatchObject({ theme: 'system' })
  const bad = createBench(async () => ({ ok: false, failure: { code: 'not-found', message: 'Gone.', hint: 'Choose another.' } }))
  await expect(bad.client.call('host.showInFolder', { path: '/x' })).rejects.toMatchObject({ code: 'not-found', hint: 'Choose another.' })
})

test('host client: an answer that does not fit the contract or never comes is internal', async () => {
  await expect(createBench(async () => ({ ok: true, value: 7 })).client.call('host.preferences', {})).rejects.toMatchObject({
    code: 'internal',
  })
  const broken = createBench(() => Promise.reject(new Error('no handler registered')))
  await expect(broken.client.call('host.preferences', {})).rejects.toMatchObject({ code: 'internal' })
})

test('host client: events reach their listeners parsed, and dropped files have a path', () => {
  const { client, announce } = createBench(async () => ({ ok: true, value: {} }))
  const actions: string[] = []
  client.on('host.menu', ({ action }) => actions.push(action))
  announce('host.menu', { action: 'new-study' })
  expect(actions).toEqual(['new-study'])
  expect(client.pathForFile(new File([], 'cats'))).toBe('/dropped/cats')
})
