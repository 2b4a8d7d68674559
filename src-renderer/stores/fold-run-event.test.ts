/** Replaying a stream of run events must always give the same picture, however it was cut into pieces. */
import { engineContract } from '@shared/contract/engine'
import type { MetricPoint, RunRecord } from '@shared/domain/run'
import { createClient } from '@shared/rpc/client'
import { createPortPair } from '@shared/rpc/port'
import { createServer } from '@shared/rpc/server'
import { describe, expect, test, vi } from 'vitest'
import { createFakeEngine } from '../../e2e/fixtures/fake-engine'
import {
  appendPoints,
  foldRunEvent,
  mergeLoaded,
  noRuns,
  type RunEvent,
  type RunsData,
  runEventNames,
  trialKey,
  withRecord,
} from './fold-run-event'
import { createRunsStore } from './runs'

const point = (name: string, step: number, value = step): MetricPoint => ({ name, step, epoch: step / 10, value })

/** The fake engine behind a real client and server, its clock stopped: nothing happens that a test does not ask for. */
function connect() {
  const fake = createFakeEngine({ scene: 'busy', speed: 0 })
  const [near, far] = createPortPair()
  const server = createServer(engineContract, far, fake.handlers, { log: (text) => expect.fail(text) })
  fake.listen(server.emit)
  return { engine: createClient(engineContract, near), emit: server.emit }
}

async function firstRun(): Promise<RunRecord> {
  const { engine } = connect()
  return (await engine.call('runs.list', {}))[0]!
}

/** A stream as an engine sends it: two trials, a resume that walks steps again, a report, a removal. */
function stream(record: RunRecord): readonly RunEvent[] {
  const runId = record.id
  const [first, second] = record.trials
  const line = { time: record.createdAt, trialId: first!.id, epoch: 1, level: 'good' as const, text: 'Checkpoint saved.' }
  const entry = {
    time: record.createdAt,
    place: 'final report',
    kind: 'report' as const,
    split: 'test' as const,
    labels: 450,
    purpose: 'figures',
  }
  return [
    { name: 'run.changed', payload: { ...record, status: 'running' } },
    {
      name: 'run.metrics',
      payload: { runId, trialId: first!.id, points: [point('classLoss', 1), point('classLoss', 2), point('lambda', 2)] },
    },
    { name: 'run.log', payload: { runId, line } },
    { name: 'run.metrics', payload: { runId, trialId: first!.id, points: [point('classLoss', 3), point('classLoss', 4)] } },
    { name: 'run.changed', payload: { ...record, status: 'interrupted' } },
    { name: 'run.changed', payload: { ...record, status: 'running' } },
    { name: 'run.metrics', payload: { runId, trialId: first!.id, points: [point('classLoss', 3, 30), point('classLoss', 4, 40)] } },
    { name: 'run.metrics', payload: { runId, trialId: second!.id, points: [point('classLoss', 1)] } },
    { name: 'run.log', payload: { runId, line: { ...line, text: 'Done.' } } },
    { name: 'run.ledger', payload: { runId, entry } },
    { name: 'run.changed', payload: { ...record, status: 'done' } },
  ]
}

describe('run events', () => {
  test('a store fed event by event equals a fold from scratch', async () => {
    const { engine, emit } = connect()
    const runs = createRunsStore({ engine })
    runs.getState().connect()
    const events = stream(await firstRun())
    for (const { name, payload } of events) emit(name, payload as never)
    const expected = events.reduce<RunsData>(foldRunEvent, noRuns)
    await vi.waitFor(() => expect(runs.getState().runs[0]?.status).toBe('done'))
    expect(runs.getState()).toMatchObject(expected)
  })

  test('folding in two halves equals folding in one', async () => {
    const events = stream(await firstRun())
    const whole = events.reduce<RunsData>(foldRunEvent, noRuns)
    for (let cut = 0; cut <= events.length; cut++) {
      const half = events.slice(0, cut).reduce<RunsData>(foldRunEvent, noRuns)
      expect(events.slice(cut).reduce<RunsData>(foldRunEvent, half)).toEqual(whole)
    }
  })

  test('a fold leaves the data it started from as it was', async () => {
    const events = stream(await firstRun())
    let data: RunsData = noRuns
    for (const event of events) {
      const before = structuredClone(data)
      const next = foldRunEvent(data, event)
      expect(data).toEqual(before)
      data = next
    }
  })

  test('a resumed run replaces the steps after its checkpoint', async () => {
    const record = await firstRun()
    const data = stream(record).reduce<RunsData>(foldRunEvent, noRuns)
    const series = data.metrics[trialKey(record.id, record.trials[0]!.id)]!.classLoss!
    expect(series.step).toEqual([1, 2, 3, 4])
    expect(series.value).toEqual([1, 2, 30, 40])
  })

  test('metrics read from disk are continued by what streamed in meanwhile', () => {
    const loaded = appendPoints({}, [point('classLoss', 1), point('classLoss', 2), point('classLoss', 3)])
    const live = appendPoints({}, [point('classLoss', 3), point('classLoss', 4), point('lambda', 4)])
    const merged = mergeLoaded(loaded, live)
    expect(merged.classLoss!.step).toEqual([1, 2, 3, 4])
    expect(merged.lambda!.step).toEqual([4])
  })

  test('a run that has ended has no progress', async () => {
    const record = await firstRun()
    const progress = { runId: record.id } as RunsData['progress'][string]
    const running = { ...withRecord(noRuns, { ...record, status: 'running' }), progress: { [record.id]: progress } }
    expect(withRecord(running, { ...record, status: 'paused' }).progress).toHaveProperty(record.id)
    expect(withRecord(running, { ...record, status: 'cancelled' }).progress).toEqual({})
  })

  test('every run event of the contract is folded', () => {
    const named = Object.keys(engineContract.events).filter((name) => name.startsWith('run.'))
    expect([...runEventNames].sort()).toEqual(named.sort())
  })
})

describe('runs store', () => {
  test('loading a finished run brings its report, ledger and every trial’s metrics', async () => {
    const { engine } = connect()
    const runs = createRunsStore({ engine })
    await runs.getState().refresh()
    const done = runs.getState().runs.find((run) => run.status === 'done')!
    await runs.getState().load(done.id)
    const state = runs.getState()
    expect(state.results[done.id]?.summary.dann?.seeds).toBe(3)
    expect(state.ledger[done.id]!.length).toBeGreaterThan(0)
    for (const trial of done.trials) expect(state.metrics[trialKey(done.id, trial.id)]!.classLoss!.step.length).toBeGreaterThan(100)
  })

  test('a removed run leaves the list and comes back when restored', async () => {
    const { engine } = connect()
    const runs = createRunsStore({ engine })
    await runs.getState().refresh()
    const { id } = runs.getState().runs[0]!
    await runs.getState().remove(id)
    expect(runs.getState().runs.some((run) => run.id === id)).toBe(false)
    await runs.getState().restore(id)
    expect(runs.getState().runs.some((run) => run.id === id)).toBe(true)
  })
})
