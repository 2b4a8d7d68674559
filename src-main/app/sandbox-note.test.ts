import { expect, test } from 'vitest'
import { describeSandbox } from './sandbox-note'

test('sandbox note: silent while the sandbox is on, and says why when it is off', () => {
  expect(describeSandbox(false, 0)).toBeNull()
  expect(describeSandbox(true, 0)).toContain('runs as root')
  expect(describeSandbox(true, 1000)).toContain('--no-sandbox')
  expect(describeSandbox(true, null)).toContain('--no-sandbox')
})
