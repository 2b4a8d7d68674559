import { expect, test } from 'vitest'
import { createRestartBudget } from './restart-budget'

test('restart budget: waits double and the sixth start within the window is refused', () => {
  const budget = createRestartBudget({ limit: 5, windowMs: 120_000, firstDelayMs: 250 })
  expect([0, 1, 2, 3, 4, 5].map((second) => budget.next(second * 1000))).toEqual([250, 500, 1000, 2000, 4000, null])
})

test('restart budget: starts older than the window do not count, and a reset forgets all', () => {
  const budget = createRestartBudget({ limit: 1, windowMs: 1000, firstDelayMs: 10 })
  expect(budget.next(0)).toBe(10)
  expect(budget.next(999)).toBeNull()
  expect(budget.next(1000)).toBe(10)
  budget.reset()
  expect(budget.next(1001)).toBe(10)
})
