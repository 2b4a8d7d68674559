/** The order of the runs sheet, and what a step in the queue means. */
import type { RunRecord } from '@shared/domain/run'
import { expect, test } from 'vitest'
import { inQueueOrder, stepBefore } from './queue-order'

test('queue: what waits stands in the engine’s order before everything else', () => {
  const runs = ['d', 'c', 'b', 'a'].map((id) => ({ id }) as RunRecord)
  expect(inQueueOrder(runs, ['a', 'c']).map(({ id }) => id)).toEqual(['a', 'c', 'd', 'b'])
})

test('queue: a waiting run steps up before the one above it and down behind the one below; the active run stays', () => {
  const queue = ['active', 'x', 'y', 'z']
  expect(stepBefore(queue, 'y', 'up')).toBe('x')
  expect(stepBefore(queue, 'x', 'up')).toBeUndefined()
  expect(stepBefore(queue, 'x', 'down')).toBe('z')
  expect(stepBefore(queue, 'y', 'down')).toBeNull()
  expect(stepBefore(queue, 'z', 'down')).toBeUndefined()
  expect(stepBefore(queue, 'active', 'down')).toBeUndefined()
})
