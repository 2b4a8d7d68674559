import { describe, expect, it } from 'vitest'
import { lowestMasks, magnitudeMasks } from './lowest-masks'

describe('magnitude masks', () => {
  const weights = [Float32Array.of(1, -8, 3, -4), Float32Array.of(0.5, 0.1, 0.2, 0.3)]

  it('magnitude masks: the smallest go over all tensors together, or the same part of each', () => {
    expect(magnitudeMasks(weights, 0.5, 'global').map((mask) => [...mask])).toEqual([
      [1, 1, 1, 1],
      [0, 0, 0, 0],
    ])
    expect(magnitudeMasks(weights, 0.5, 'layer').map((mask) => [...mask])).toEqual([
      [0, 1, 0, 1],
      [1, 0, 0, 1],
    ])
  })
  it('magnitude masks: half a weight is rounded to the even number', () => {
    expect([...magnitudeMasks([Float32Array.of(1, 2)], 0.25, 'global')[0]]).toEqual([1, 1])
    expect([...magnitudeMasks([Float32Array.of(1, 2, 3)], 0.5, 'global')[0]]).toEqual([0, 0, 1])
  })
  it('lowest masks: a saliency below zero goes before one of zero, and of equal ones the first', () => {
    expect([...lowestMasks([Float32Array.of(0, -1, 0, 2)], 0.5, 'global')[0]]).toEqual([0, 0, 1, 1])
  })
})
