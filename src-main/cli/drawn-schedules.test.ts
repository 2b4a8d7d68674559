import { expect, it } from 'vitest'
import { drawnSchedules } from './drawn-schedules'

it('drawn schedules: corners of several schedules, by name', () => {
  expect(drawnSchedules.parse(['lambda=0:0,0.5:1', 'learningRate=0:0.001'])).toEqual({
    lambda: [
      { progress: 0, value: 0 },
      { progress: 0.5, value: 1 },
    ],
    learningRate: [{ progress: 0, value: 0.001 }],
  })
})

it.each(['lambda', 'lambda=', 'lambda=0.5', 'lambda=2:1', 'lambda=0.5:1,0.5:2', 'lambda=0:x'])(
  'drawn schedules: "%s" is refused with an example',
  (text) => {
    expect(drawnSchedules.safeParse([text]).error?.issues[0]?.message).toContain('such as lambda=0:0,0.5:1')
  },
)
