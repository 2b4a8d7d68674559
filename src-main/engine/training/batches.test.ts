import { describe, expect, it } from 'vitest'
import { createRandom } from '../nn/random'
import { createBalancedOrder } from './batches'

describe('balanced order', () => {
  // Twelve images of class 0, three of class 4, one of class 7.
  const labels = Int32Array.from([...Array(12).fill(0), 4, 4, 4, 7])

  it('balanced order: every batch holds each class equally often, and a class goes through all its images before one comes again', () => {
    const { indices } = createBalancedOrder(labels, 6, createRandom(1))
    const drawn = Array.from({ length: 6 }, (_, step) => indices(step))
    for (const batch of drawn) {
      const counts = [0, 4, 7].map((label) => batch.filter((index) => labels[index] === label).length)
      expect(counts).toEqual([2, 2, 2])
    }
    const ofFirst = drawn.flatMap((batch) => [...batch].filter((index) => labels[index] === 0))
    expect(new Set(ofFirst).size).toBe(12)
  })

  it('balanced order: a function of the step, whatever was asked before', () => {
    const batches = (steps: readonly number[]) => {
      const { indices } = createBalancedOrder(labels, 5, createRandom(2))
      return Object.fromEntries(steps.map((step) => [step, [...indices(step)]]))
    }
    expect(batches([0, 1, 2, 3])).toEqual(batches([3, 1, 0, 2]))
  })

  it('balanced order: fewer images than a batch make batches of as many', () => {
    expect(createBalancedOrder(labels, 64, createRandom(3)).indices(0)).toHaveLength(16)
  })
})
