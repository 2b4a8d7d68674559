import type { EventPayload } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import { expect, test } from 'vitest'
import { createEventBatch } from './event-batch'

function createBench() {
  const frames: (() => void)[] = []
  const delivered: [string, unknown][] = []
  const batch = createEventBatch(
    (run) => frames.push(run),
    (event, payload) => delivered.push([event, payload]),
  )
  return { batch, delivered, frames, nextFrame: () => frames.shift()?.() }
}

const points = (...steps: number[]): EventPayload<EngineContract, 'run.metrics'> => ({
  runId: 'r',
  trialId: 't',
  points: steps.map((step) => ({ step, epoch: 0, name: 'classLoss', value: step })),
})
const progress = (done: number, root = '/a'): EventPayload<EngineContract, 'data.progress'> => ({
  root,
  role: 'source',
  done,
  total: 9,
  unreadable: 0,
  cached: 0,
})

test('event batch: nothing is delivered before the frame, and one frame is asked for however many events come', () => {
  const { batch, delivered, frames, nextFrame } = createBench()
  batch.push('run.removed', { runId: 'a' })
  batch.push('run.removed', { runId: 'b' })
  expect([delivered.length, frames.length]).toEqual([0, 1])
  nextFrame()
  expect(delivered).toEqual([
    ['run.removed', { runId: 'a' }],
    ['run.removed', { runId: 'b' }],
  ])
})

test('event batch: metric points of a trial are joined without losing one, of progress the newest is told per folder', () => {
  const { batch, delivered, nextFrame } = createBench()
  for (const step of [1, 2, 3]) {
    batch.push('run.metrics', points(step))
    batch.push('data.progress', progress(step))
  }
  batch.push('data.progress', progress(8, '/b'))
  nextFrame()
  expect(delivered).toEqual([
    ['run.metrics', points(1, 2, 3)],
    ['data.progress', progress(3)],
    ['data.progress', progress(8, '/b')],
  ])
})

test('event batch: merging never moves an event past one that is told singly', () => {
  const { batch, delivered, nextFrame } = createBench()
  batch.push('run.metrics', points(1))
  batch.push('run.removed', { runId: 'r' })
  batch.push('run.metrics', points(2))
  nextFrame()
  expect(delivered.map(([event]) => event)).toEqual(['run.metrics', 'run.removed', 'run.metrics'])
})

test('event batch: events that come while a frame is delivered wait for the next', () => {
  const { batch, delivered, nextFrame } = createBench()
  batch.push('run.metrics', points(1))
  nextFrame()
  batch.push('run.metrics', points(2))
  expect(delivered).toHaveLength(1)
  nextFrame()
  expect(delivered).toHaveLength(2)
})
