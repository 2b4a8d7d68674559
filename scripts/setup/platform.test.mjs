/** The routes, those nobody could try included. */
import { expect, test } from 'vitest'
import { displayDecision, electronProgram, electronRoutes, isDisplayGone, sandboxDecision, tensorflowRoute } from './platform.mjs'
import { debianMachine } from './testing/fake-context.mjs'

const on = (facts) => ({ ...debianMachine, ...facts })

test.each([
  ['Linux x64 without a driver', {}, 'wheel-cpu'],
  ['Linux x64 with an NVIDIA driver', { nvidiaDriver: true }, 'wheel-cuda'],
  ['a driver that the user does not want used', { nvidiaDriver: true, gpuWish: 'off' }, 'wheel-cpu'],
  ['a GPU asked for without a driver to be seen', { gpuWish: 'on' }, 'wheel-cuda'],
  ['Linux on ARM', { arch: 'arm64', nvidiaDriver: true }, 'tfjs-node-cpu'],
  ['macOS', { platform: 'darwin', arch: 'arm64' }, 'tfjs-node-cpu'],
  ['Windows', { platform: 'win32' }, 'tfjs-node-cpu'],
  ['Windows with an NVIDIA driver', { platform: 'win32', nvidiaDriver: true }, 'tfjs-node-gpu'],
])('tensorflow route: %s', (_name, facts, route) => {
  const decision = tensorflowRoute(on(facts))
  expect(decision.route).toBe(route)
  expect(decision.reason).not.toBe('')
})

test("electron routes: the user's folder alone, the official way first, the registry only where its archive fits", () => {
  expect(electronRoutes(on({ electronFolder: '/opt/electron' }))).toEqual(['folder'])
  expect(electronRoutes(on({}))).toEqual(['official', 'registry'])
  expect(electronRoutes(on({ arch: 'arm64' }))).toEqual(['official'])
  expect(electronRoutes(on({ platform: 'darwin' }))).toEqual(['official'])
  expect(electronProgram('darwin')).toContain('.app/')
  expect(electronProgram('win32')).toBe('electron.exe')
})

test('display: X11, Wayland alone, none, and systems that always have one', () => {
  expect(displayDecision(on({}))).toEqual({ window: true, flags: [] })
  expect(displayDecision(on({ display: '', waylandDisplay: 'wayland-0' })).flags).toEqual(['--ozone-platform=wayland'])
  expect(displayDecision(on({ display: '' }))).toMatchObject({ window: false, reason: expect.stringContaining('DISPLAY') })
  expect(displayDecision(on({ platform: 'darwin', display: '' })).window).toBe(true)
})

test('display: a DISPLAY that no server listens at is none', () => {
  expect(displayDecision(on({ displayGone: true }))).toMatchObject({ window: false, reason: expect.stringContaining('no X server') })
  expect(displayDecision(on({ displayGone: true, waylandDisplay: 'wayland-0' })).flags).toEqual(['--ozone-platform=wayland'])
  expect(isDisplayGone(':77', { exists: () => false, sockets: () => '' })).toBe(true)
  expect(isDisplayGone(':77.0', { exists: (path) => path === '/tmp/.X11-unix/X77', sockets: () => '' })).toBe(false)
  expect(isDisplayGone(':7', { exists: () => false, sockets: () => '0: 2 @/tmp/.X11-unix/X7\n' })).toBe(false)
  expect(isDisplayGone(':7', { exists: () => false, sockets: () => '0: 2 @/tmp/.X11-unix/X77\n' })).toBe(true)
  expect(isDisplayGone('localhost:10.0', { exists: () => false, sockets: () => '' })).toBe(false)
  expect(isDisplayGone('', { exists: () => false, sockets: () => '' })).toBe(false)
})

test('sandbox: given up as root only', () => {
  expect(sandboxDecision(on({ root: true }))).toEqual({ flags: ['--no-sandbox'], notice: null })
  expect(sandboxDecision(on({}))).toEqual({ flags: [], notice: null })
  const restricted = sandboxDecision(on({ userNamespaces: false }))
  expect(restricted.flags).toEqual([])
  expect(restricted.notice).toContain('sysctl')
})
