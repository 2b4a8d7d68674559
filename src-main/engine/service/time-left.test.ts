import { expect, it } from 'vitest'
import { createTimeLeft } from './time-left'

it('time left: says nothing before 3 % of the work or 5 seconds', () => {
  const timeLeft = createTimeLeft(10_000)
  expect(timeLeft.estimate().secondsLeft).toBeNull()
  timeLeft.add(100, 1)
  expect(timeLeft.estimate().secondsLeft).toBeNull()
  timeLeft.add(200, 2)
  expect(timeLeft.estimate().secondsLeft).toBeCloseTo(97)
})
it('time left: a slow beginning speaks after 5 seconds, and the spread shrinks with steady speed', () => {
  const timeLeft = createTimeLeft(10_000)
  timeLeft.add(50, 6)
  expect(timeLeft.estimate().secondsLeft).toBeCloseTo((9950 * 6) / 50)
  for (let i = 0; i < 60; i++) timeLeft.add(50, 1)
  const { secondsLeft, secondsLeftSpread } = timeLeft.estimate()
  expect(secondsLeftSpread).toBeLessThanOrEqual(0.031 * (secondsLeft ?? 0))
})
