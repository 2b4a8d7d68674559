import { expect, it } from 'vitest'
import { measureSteps } from './measured-step'

it('choosing settings: the measured step runs', () => {
  expect(measureSteps(0.01)).toBeGreaterThan(0)
})
