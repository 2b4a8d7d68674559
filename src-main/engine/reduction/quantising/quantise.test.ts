import { describe, expect, it } from 'vitest'
import { quantiseChannels, quantiseTensor } from './quantise'

describe('quantise', () => {
  it('quantise: no value moves by more than half a level, and zero stays zero', () => {
    const x = Float32Array.of(-0.3, 0, 0.001, 0.9, 2.1)
    const { scale, values, codes } = quantiseTensor(x)
    expect(values[1]).toBe(0)
    expect(Math.min(...codes)).toBe(0)
    expect(Math.max(...codes)).toBe(255)
    x.forEach((value, at) => {
      expect(Math.abs(values[at] - value)).toBeLessThanOrEqual(scale / 2 + 1e-6)
    })
  })
  it('quantise: every channel has a scale of its own, and one of zeros has none', () => {
    const { scales, codes } = quantiseChannels(Float32Array.of(1, 0, 100, -0.25, 0, 60), 3)
    expect([...scales]).toEqual([1 / 127, 0, 100 / 127])
    expect([...codes]).toEqual([127, 0, 127, -32, 0, 76])
    expect(quantiseTensor(new Float32Array(3))).toMatchObject({ scale: 0, zeroPoint: 0 })
  })
})
