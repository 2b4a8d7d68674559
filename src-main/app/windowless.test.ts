import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ClosingAnswer, createWindowless } from './windowless'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function createBench(answer: ClosingAnswer) {
  const state = { busy: true, window: true, asked: 0 }
  const done: string[] = []
  const windowless = createWindowless({
    busy: () => state.busy,
    ask: async () => {
      state.asked++
      return answer
    },
    closeWindow() {
      done.push('closed')
      state.window = false
      windowless.allClosed()
    },
    quit: () => done.push('quit'),
    hasWindow: () => state.window,
    pollMs: 100,
  })
  return { state, done, windowless }
}

test('closing: an idle app closes unasked and quits', () => {
  const { state, done, windowless } = createBench('stay')
  state.busy = false
  expect(windowless.holdsClosing()).toBe(false)
  windowless.allClosed()
  expect([state.asked, done]).toEqual([0, ['quit']])
})

test('closing: while a run trains it asks once, and may stay open', async () => {
  const { state, done, windowless } = createBench('stay')
  expect(windowless.holdsClosing()).toBe(true)
  expect(windowless.holdsClosing()).toBe(true)
  await vi.advanceTimersByTimeAsync(1_000)
  expect([state.asked, done]).toEqual([1, []])
})

test('closing: training goes on without a window and the app quits when it is done', async () => {
  const { state, done, windowless } = createBench('go-on')
  windowless.holdsClosing()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(done).toEqual(['closed'])
  state.busy = false
  await vi.advanceTimersByTimeAsync(100)
  expect(done).toEqual(['closed', 'quit'])
})

test('closing: a window opened again ends the wait', async () => {
  const { state, done, windowless } = createBench('go-on')
  windowless.holdsClosing()
  await vi.advanceTimersByTimeAsync(0)
  state.window = true
  state.busy = false
  await vi.advanceTimersByTimeAsync(1_000)
  expect(done).toEqual(['closed'])
})

test('closing: stopping quits, and quitting asks nothing', async () => {
  const { state, done, windowless } = createBench('stop')
  windowless.holdsClosing()
  await vi.advanceTimersByTimeAsync(0)
  expect(done).toEqual(['quit'])
  windowless.quitting()
  expect(windowless.holdsClosing()).toBe(false)
  expect(state.asked).toBe(1)
})
