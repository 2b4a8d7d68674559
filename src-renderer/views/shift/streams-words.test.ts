import { expect, test } from 'vitest'
import { defaultAsk } from './stream-form'
import { actingShifts, streamPlanOf, sweepPlanOf, whatIsStreamed } from './streams-words'

const shifts = actingShifts([
  { kind: 'rotation', severity: 2.004 },
  { kind: 'jpeg', severity: 0 },
  { kind: 'contrast', severity: 1 },
])

test('streams: shifts that do nothing are left out', () => {
  expect(shifts).toEqual([
    { kind: 'rotation', severity: 2 },
    { kind: 'contrast', severity: 1 },
  ])
})

test('streams: a sweep takes the stack as a whole, a stream its shifts one after another, and subfolders none of them', () => {
  expect(sweepPlanOf({ ...defaultAsk, seeds: 3 }, shifts)).toEqual({ method: 'tent', stacks: [shifts], seeds: [0, 1, 2] })
  expect(sweepPlanOf(defaultAsk, []).stacks).toEqual([])
  expect(streamPlanOf(defaultAsk, shifts).shifts).toEqual(shifts)
  expect(streamPlanOf({ ...defaultAsk, data: '/weather', order: 'subfolders' }, shifts).shifts).toEqual([])
})

test('streams: what is streamed and whose labels are read is said before it begins', () => {
  expect(whatIsStreamed('sweep', defaultAsk, shifts)).toContain('under rotation 2 + contrast 1, as the sliders stand')
  expect(whatIsStreamed('stream', defaultAsk, shifts)).toContain('under rotation 2, then contrast 1')
  expect(whatIsStreamed('stream', defaultAsk, [])).toContain('No target label is read.')
  expect(whatIsStreamed('stream', { ...defaultAsk, data: '/weather', order: 'subfolders' }, shifts)).toMatch(
    /^Each subfolder is a shift of its own.*entered in the run’s ledger\.$/,
  )
})
