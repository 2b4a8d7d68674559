/** Runs from start to end, through pauses, crashes, lost files and labels that change on disk: all that trains more than once. */
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunRecord } from '@shared/domain/run'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunFolder } from '../../storage/run-folder'
import { ServiceBench } from './testing/service-bench'

let bench: ServiceBench

beforeAll(async () => {
  bench = await ServiceBench.open()
})
afterAll(() => bench.close())

const signal = new AbortController().signal

describe('a run', () => {
  it('run: the same request gives the same weights', async () => {
    const [first, second] = [await bench.weightsOf(bench.request({})), await bench.weightsOf(bench.request({}))]
    expect(second).toBe(first)
  })

  it('run: an unlabelled target is trained on without oracle, figures or label reads', async () => {
    await mkdir(join(bench.root, 'flat'), { recursive: true })
    for (const name of await readdir(join(bench.root, 'target', 'bars'))) {
      await writeFile(join(bench.root, 'flat', name), await readFile(join(bench.root, 'target', 'bars', name)))
    }
    const record = await bench.runToEnd(bench.request({ target: bench.folder('flat'), bare: false }))
    const { result } = await bench.handlers['runs.get']({ runId: record.id }, { signal })
    expect(record.trials.map((trial) => trial.method)).toEqual(['dann', 'source-only'])
    expect(result?.summary.dann.meanPct).toBeNull()
    expect(result?.ledger.targetLabelReads).toBe(0)
  })

  it('run: a cancelled one goes on from its checkpoint to the same weights as one that was never stopped', async () => {
    const straight = await bench.weightsOf(bench.request({ epochs: 4 }))
    const started = await bench.handlers['runs.start']({ studyId: null, request: bench.request({ epochs: 4 }) }, { signal })
    await bench.until(() => bench.latest('run.progress', started.id) !== undefined)
    await bench.handlers['runs.cancel']({ runId: started.id }, { signal })
    const stopped = await bench.service.runs.whenSettled(started.id)
    expect(stopped.status).toBe('cancelled')
    await bench.handlers['runs.resume']({ runId: started.id }, { signal })
    const record = await bench.service.runs.whenSettled(started.id)
    expect(record.status).toBe('done')
    expect(await bench.weightsIn(record)).toBe(straight)
  })

  it('run: pausing holds it with a checkpoint, resuming finishes it', async () => {
    const started = await bench.handlers['runs.start']({ studyId: null, request: bench.request({ epochs: 4 }) }, { signal })
    await bench.until(() => bench.latest('run.progress', started.id) !== undefined)
    await bench.handlers['runs.pause']({ runId: started.id }, { signal })
    await bench.until(() => (bench.latest('run.changed', started.id) as RunRecord | undefined)?.status === 'paused')
    expect((await readdir(join(started.folder, 'trials', 'dann-seed0', 'checkpoints'))).length).toBeGreaterThan(0)
    await bench.handlers['runs.resume']({ runId: started.id }, { signal })
    expect((await bench.service.runs.whenSettled(started.id)).status).toBe('done')
  })

  it('run: a schedule changed while it trains holds from then on, and a run that finds the change in its folder repeats it', async () => {
    const started = await bench.handlers['runs.start']({ studyId: null, request: bench.request({ epochs: 4 }) }, { signal })
    const trial = { runId: started.id, trialId: 'dann-seed0' }
    await bench.until(() => bench.latest('run.progress', started.id) !== undefined)
    await bench.handlers['runs.pause']({ runId: started.id }, { signal })
    await bench.until(() => (bench.latest('run.changed', started.id) as RunRecord | undefined)?.status === 'paused')
    const points = [{ progress: 0, value: 0.25 }]
    await expect((async () => bench.handlers['schedules.edit']({ ...trial, name: 'mu', points }, { signal }))()).rejects.toThrow(
      'no schedule named "mu"',
    )
    const planned = await bench.handlers['schedules.edit']({ ...trial, name: 'lambda', points }, { signal })
    expect(planned.find((curve) => curve.name === 'lambda')?.value.at(-1)).toBe(0.25)
    expect(await bench.handlers['schedules.edits'](trial, { signal })).toMatchObject([{ name: 'lambda', points }])
    await bench.handlers['runs.resume']({ runId: started.id }, { signal })
    const changed = await bench.service.runs.whenSettled(started.id)
    const metrics = await bench.handlers['runs.metrics'](trial, { signal })
    expect(metrics.filter((point) => point.name === 'lambda').at(-1)?.value).toBe(0.25)
    expect(await bench.handlers['schedules.planned'](trial, { signal })).toEqual([])

    const edits = join('trials', 'dann-seed0', 'schedule-edits.jsonl')
    const again = join(bench.root, 'with-edits')
    // A folder of ours that is free again, so that it may hold something already.
    await bench.runToEnd(bench.request({ target: bench.folder('nowhere') }), again)
    await mkdir(join(again, 'trials', 'dann-seed0'), { recursive: true })
    await writeFile(join(again, edits), await readFile(join(changed.folder, edits)))
    const repeated = await bench.runToEnd(bench.request({ epochs: 4 }), again)
    expect(await bench.weightsIn(repeated)).toBe(await bench.weightsIn(changed))
    expect(await bench.weightsOf(bench.request({ epochs: 4 }))).not.toBe(await bench.weightsIn(changed))
  })

  it('run: a schedule drawn in the request replaces the method’s own, and one it does not have is refused', async () => {
    const schedules = { lambda: [{ progress: 0, value: 0.5 }] }
    const record = await bench.runToEnd(bench.request({ epochs: 1, schedules }))
    const metrics = await bench.handlers['runs.metrics']({ runId: record.id, trialId: 'dann-seed0' }, { signal })
    expect(new Set(metrics.flatMap((point) => (point.name === 'lambda' ? [point.value] : [])))).toEqual(new Set([0.5]))
    const refused = await bench.runToEnd(bench.request({ epochs: 1, schedules: { mu: schedules.lambda } }))
    expect(refused.failure?.message).toContain('no schedule named "mu"')
  })

  it('run: one whose target labels stay shut reads none, and comes to the weights of one that is opened', async () => {
    const shut = await bench.runToEnd(bench.request({ epochs: 1, bare: false, sealed: true }))
    expect(shut.trials.map(({ method }) => method)).toEqual(['dann', 'source-only'])
    const { result } = await bench.handlers['runs.get']({ runId: shut.id }, { signal })
    expect(result?.ledger).toEqual({ targetLabelReads: 0, labels: 0 })
    expect(result?.summary.dann?.meanPct).toBeNull()
    expect(await bench.weightsIn(shut)).toBe(await bench.weightsOf(bench.request({ epochs: 1 })))
    const oracle = bench.request({ sealed: true, methods: ['target-oracle'] })
    await expect((async () => bench.handlers['runs.start']({ studyId: null, request: oracle }, { signal }))()).rejects.toThrow('stay shut')
  })

  it('run: one left behind by a dead process is marked interrupted and can be resumed', async () => {
    const record = await bench.runToEnd(bench.request({ epochs: 1 }))
    const runFolder = new RunFolder(record.folder)
    await runFolder.writeRecord({
      ...record,
      status: 'running',
      finishedAt: null,
      trials: record.trials.map((trial) => ({ ...trial, status: 'running' })),
    })
    await writeFile(runFolder.lockFile, JSON.stringify({ pid: process.pid, started: 'long ago' }))
    const listed = (await bench.handlers['runs.list']({}, { signal })).find((one) => one.id === record.id)
    expect(listed?.status).toBe('interrupted')
    await bench.handlers['runs.resume']({ runId: record.id }, { signal })
    expect((await bench.service.runs.whenSettled(record.id)).status).toBe('done')
  })
})

describe('what can go wrong on disk', () => {
  it('run: a trial whose outcome was lost is finished again from its checkpoint', async () => {
    const record = await bench.runToEnd(bench.request({ epochs: 2 }))
    const weights = await bench.weightsIn(record)
    const runFolder = new RunFolder(record.folder)
    await rm(runFolder.trial('dann-seed0').outcomeFile)
    await runFolder.writeRecord({ ...record, status: 'failed' })
    await bench.handlers['runs.resume']({ runId: record.id }, { signal })
    const again = await bench.service.runs.whenSettled(record.id)
    expect(again.status).toBe('done')
    expect(await bench.weightsIn(again)).toBe(weights)
  })

  it('run: metrics that cannot be written end the run with a failure, not the process', async () => {
    const path = join(bench.root, 'unwritable')
    // A folder of ours that is free again, so that it may hold something already.
    await bench.runToEnd(bench.request({ target: bench.folder('nowhere') }), path)
    await mkdir(join(path, 'trials', 'dann-seed0', 'metrics.jsonl'), { recursive: true })
    const started = await bench.handlers['runs.start']({ studyId: null, request: bench.request({}), folder: path }, { signal })
    const record = await bench.service.runs.whenSettled(started.id)
    expect(record.status).toBe('failed')
    expect(record.failure?.message).toMatch(/EISDIR|directory/)
    expect((await bench.runToEnd(bench.request({ epochs: 1 }))).status).toBe('done')
  })

  it('run: while one engine trains it, another one can neither resume it nor take it for interrupted', async () => {
    const started = await bench.handlers['runs.start']({ studyId: null, request: bench.request({ epochs: 4 }) }, { signal })
    await bench.until(() => bench.latest('run.progress', started.id) !== undefined)
    const other = bench.openService()
    const seen = (await other.handlers['runs.list']({}, { signal })).find((one) => one.id === started.id)
    expect(seen?.status).toBe('running')
    await expect(other.handlers['runs.resume']({ runId: started.id }, { signal })).rejects.toMatchObject({ code: 'busy' })
    await other.shutdown()
    expect((await bench.service.runs.whenSettled(started.id)).status).toBe('done')
  })

  it('run: a moved folder opens with its report where it is now', async () => {
    const record = await bench.runToEnd(bench.request({ epochs: 1 }))
    const moved = join(bench.root, 'moved')
    await rename(record.folder, moved)
    const opened = await bench.handlers['runs.open']({ folder: moved }, { signal })
    const { result } = await bench.handlers['runs.get']({ runId: opened.id }, { signal })
    expect(result).toMatchObject({ folder: moved, report: join(moved, 'report.html') })
  })

  it('run: a copied folder that is opened is read and written itself, and not its original', async () => {
    const record = await bench.runToEnd(bench.request({ epochs: 1 }))
    const copy = join(bench.root, 'copy')
    await cp(record.folder, copy, { recursive: true })
    const found = async (): Promise<string> => (await bench.service.runs.find(record.id)).folder.path
    expect(await found()).toBe(record.folder)
    await bench.handlers['runs.open']({ folder: copy }, { signal })
    expect(await found()).toBe(copy)
    const listed = (await bench.handlers['runs.list']({}, { signal })).filter((one) => one.id === record.id)
    expect(listed.map(({ folder }) => folder)).toEqual([copy])
    await bench.handlers['runs.open']({ folder: record.folder }, { signal })
    expect(await found()).toBe(record.folder)
  })
})

describe('target labels', () => {
  it('vault: shuffling the target labels on disk leaves the weights bit-identical', async () => {
    const before = await bench.weightsOf(bench.request({ target: bench.folder('target') }))
    const files = await readdir(join(bench.root, 'target', 'bars'))
    await shuffleClasses(join(bench.root, 'target'))
    expect(await readdir(join(bench.root, 'target', 'bars'))).not.toEqual(files)
    // A service and a decode cache that have never seen the folder.
    const fresh = bench.openService('fresh')
    const started = await fresh.handlers['runs.start'](
      { studyId: null, request: bench.request({ target: bench.folder('target') }) },
      { signal },
    )
    expect(await bench.weightsIn(await fresh.runs.whenSettled(started.id))).toBe(before)
    await fresh.shutdown()
  })
})

/** Moves every other image to the other class folder; names stay as they are. */
async function shuffleClasses(path: string): Promise<void> {
  const [bars, crosses] = [await readdir(join(path, 'bars')), await readdir(join(path, 'crosses'))]
  for (const [index, name] of bars.entries()) if (index % 2 === 0) await rename(join(path, 'bars', name), join(path, 'crosses', name))
  for (const [index, name] of crosses.entries()) if (index % 3 === 0) await rename(join(path, 'crosses', name), join(path, 'bars', name))
}
