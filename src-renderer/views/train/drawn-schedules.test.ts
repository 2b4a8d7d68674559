import { SchedulePoints } from '@shared/domain/schedule'
import { expect, test } from 'vitest'
import { drawnSchedules } from './drawn-schedules'

const epoch = Array.from({ length: 200 }, (_, at) => (at + 1) / 20)
const recorded = { lambda: { step: epoch.map((_, at) => at), epoch, value: epoch.map((one) => one / 10) } }
const points = [
  { progress: 0.5, value: 0.5 },
  { progress: 1, value: 0.2 },
]

test('drawn schedules: what was asked for is kept, and a change made in training follows what was trained before it', () => {
  const asked = { learningRate: [{ progress: 0, value: 0.01 }] }
  const drawn = drawnSchedules({ schedules: asked, epochs: 10 }, [{ name: 'lambda', fromStep: 100, points }], recorded)
  expect(drawn.learningRate).toEqual(asked.learningRate)
  expect(SchedulePoints.safeParse(drawn.lambda).success).toBe(true)
  expect(drawn.lambda?.slice(-2)).toEqual(points)
  expect(drawn.lambda?.[0]).toEqual({ progress: 0.005, value: 0.005 })
  expect(drawn.lambda?.every(({ progress, value }) => progress > 0.5 || Math.abs(progress - value) < 1e-9)).toBe(true)
})

test('drawn schedules: of several changes the last decides, and without a record its corners alone', () => {
  const later = [{ progress: 0.7, value: 1 }]
  const edits = [points, later].map((one, at) => ({ name: 'lambda', fromStep: at, points: one }))
  expect(drawnSchedules({ schedules: {}, epochs: 10 }, edits, recorded).lambda?.at(-1)).toEqual(later[0])
  expect(drawnSchedules({ schedules: {}, epochs: 10 }, edits, undefined).lambda).toEqual(later)
  expect(drawnSchedules({ schedules: {}, epochs: 10 }, [], recorded)).toEqual({})
})
