import { expect, test } from 'vitest'
import { createRenderRecovery } from './render-recovery'

test('render recovery: a first crash reloads, a second within a minute asks, a later one reloads again', () => {
  const recovery = createRenderRecovery()
  expect([0, 59_000, 118_999, 178_999].map((nowMs) => recovery.next(nowMs))).toEqual(['reload', 'ask', 'ask', 'reload'])
})
