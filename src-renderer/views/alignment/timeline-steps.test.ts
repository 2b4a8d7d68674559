import { describe, expect, test } from 'vitest'
import { playFrom, stepFrom } from './timeline-steps'

const checkpoints = [0, 1, 2, 3].map((epoch) => ({
  epoch,
  kl: null,
  trustworthiness: null,
  agreement: null,
  aDistance: null,
  measures: null,
}))

describe('timeline steps', () => {
  test('arrows move one checkpoint and stop at the first', () => {
    expect(stepFrom(2, -1, checkpoints, { live: false })).toBe(1)
    expect(stepFrom(0, -1, checkpoints, { live: false })).toBe(0)
    expect(stepFrom(1, 10, checkpoints, { live: false })).toBe(3)
  })

  test('while training, one past the last checkpoint is live, and one back from live the last checkpoint', () => {
    expect(stepFrom(3, 1, checkpoints, { live: true })).toBe('live')
    expect(stepFrom('live', -1, checkpoints, { live: true })).toBe(3)
  })

  test('a finished trial shown live steps back from its last checkpoint', () => {
    expect(stepFrom('live', -1, checkpoints, { live: false })).toBe(2)
  })

  test('playing stops at the last checkpoint', () => {
    expect(playFrom(2, checkpoints)).toBe(3)
    expect(playFrom(3, checkpoints)).toBeNull()
    expect(playFrom('live', checkpoints)).toBeNull()
    expect(playFrom(0, [])).toBeNull()
  })
})
