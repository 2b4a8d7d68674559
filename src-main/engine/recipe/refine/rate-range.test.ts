import { expect, it } from 'vitest'
import { readRates } from './rate-range'

it('rates: the suggestion is a tenth of the rate with the lowest loss, the steepest lies before it', () => {
  const points = Array.from({ length: 61 }, (_, at) => {
    const rate = 1e-6 * 10 ** (at / 10)
    const x = Math.log10(rate)
    // Flat, falling around 10⁻³, lowest near 10⁻², running away above.
    return { rate, loss: 2.3 - 2 / (1 + Math.exp(-4 * (x + 3))) + Math.exp(4 * (x + 0.9)) }
  })
  const { steepest, suggested } = readRates(points)
  expect(Math.log10(steepest)).toBeCloseTo(-3, 0)
  expect(suggested).toBeGreaterThan(5e-4)
  expect(suggested).toBeLessThan(5e-3)
})
