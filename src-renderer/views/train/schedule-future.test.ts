import { expect, test } from 'vitest'
import { futureCorners, scheduleFuture, schedulePoints } from './schedule-future'

const rising = { name: 'lambda', progress: [0, 0.25, 0.5, 0.75, 1], value: [0, 0.25, 0.5, 0.75, 1] }

test('schedule future: begins at the last recorded epoch, between the planned points, and ends with training', () => {
  const future = scheduleFuture(rising, 3, 8)
  expect(future?.x).toEqual([3, 4, 6, 8])
  expect(future?.y).toEqual([0.375, 0.5, 0.75, 1])
})

test('schedule future: none at the end of training or without a plan', () => {
  expect(scheduleFuture(rising, 8, 8)).toBeUndefined()
  expect(scheduleFuture(undefined, 3, 8)).toBeUndefined()
})

test('schedule future: its corners lie on it, evenly spaced, and come back as progress and the schedule’s own values', () => {
  const corners = futureCorners(scheduleFuture(rising, 4, 8)!)
  expect(corners.map(({ x }) => x)).toEqual([4, 5, 6, 7, 8])
  expect(corners.map(({ y }) => y)).toEqual([0.5, 0.625, 0.75, 0.875, 1])
  const later = futureCorners(scheduleFuture(rising, 5, 8)!)
  expect(later.map(({ id }) => id)).toEqual(corners.map(({ id }) => id))
  expect(schedulePoints(corners, 8, 0.01)[1]).toEqual({ progress: 0.625, value: 0.00625 })
})
