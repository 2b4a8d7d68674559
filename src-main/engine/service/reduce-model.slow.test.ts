/** Reductions of a trained run, one after another, and their folders opened wherever a run's is. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReductionWay } from '@shared/domain/reduction'
import { StreamPlan } from '@shared/domain/stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunFolder } from '../../storage/run-folder'
import { type ReduceOutcome, reduceModel } from './reduce-model'
import { streamThrough } from './stream-service'
import { openFolder, openReductionBench, quiet, reduceFolder, trialId } from './testing/reduction-bench'
import type { ServiceBench } from './testing/service-bench'

let bench: ServiceBench
let trained: string
const { signal } = quiet

beforeAll(async () => {
  ;({ bench, trained } = await openReductionBench({ epochs: 3 }))
})
afterAll(() => bench.close())

function reduce(from: string, way: ReductionWay, settings: Record<string, string | number>): Promise<ReduceOutcome> {
  const out = join(bench.root, 'reduced', `${way}-${JSON.stringify(settings).replace(/\W/g, '')}`)
  return reduceFolder(bench, { from, way, settings, out })
}

describe('reduce', () => {
  it('reduce: prune, quantize and distil one after another; each opens again, and its file is as small as it says', async () => {
    const pruned = await reduce(trained, 'prune', { sparsity: 0.9, rounds: 2 })
    expect(pruned.record.before.target.accuracy).not.toBeNull()
    expect(pruned.record.points.map(({ sparsity }) => sparsity?.toFixed(4))).toEqual(['0.7875', '0.9000'])
    expect(pruned.record.after.bytes).toBeLessThan(0.25 * pruned.record.before.bytes)
    const zeros = pruned.record.layers.reduce((sum, layer) => sum + layer.zeros, 0)
    const all = pruned.record.layers.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0)
    expect(zeros / all).toBeCloseTo(0.9, 4)

    const quantised = await reduce(pruned.run.folder, 'quantize', { tuneEpochs: 1 })
    expect(quantised.record.before.bytes).toBe(pruned.record.after.bytes)
    expect(quantised.record.before.source.accuracy).toEqual(pruned.record.after.source.accuracy)
    expect(quantised.record.after.bytes).toBeLessThan(0.6 * pruned.record.after.bytes)
    expect(quantised.record.layers.reduce((sum, layer) => sum + layer.zeros, 0)).toBeGreaterThanOrEqual(zeros)
    expect(quantised.record.after.source.agreement.pct).toBeGreaterThan(80)

    const student = await reduce(quantised.run.folder, 'distil', { backbone: 'mlp', hiddenUnits: 8, epochs: 1 })
    expect(student.record.history.map(({ way }) => way)).toEqual(['prune', 'quantize', 'distil'])
    expect(student.record.origin).toMatchObject({ trialId, method: 'dann', seed: 0 })

    const { features, points } = await bench.service.openFeatures(
      (await bench.handlers['runs.open']({ folder: quantised.run.folder }, { signal })).id,
      trialId,
      signal,
    )
    expect(features.count).toBe(points.domain.length)
    const stream = await streamThrough(
      bench.service.domains,
      {
        run: await openFolder(bench, student.run.folder),
        trialId,
        data: null,
        plan: StreamPlan.parse({ method: 'lame', batch: 8 }),
        keepIn: null,
      },
      { signal, onBatch: () => undefined },
    )
    expect(stream.result.images).toBe(student.record.after.source.images)
  })

  it('reduce: channels make tensors smaller, by size or by what the loss misses least', async () => {
    for (const criterion of ['magnitude', 'obd']) {
      const { record } = await reduce(trained, 'prune', { structure: 'channels', criterion, sparsity: 0.5, rounds: 1, curvatureImages: 32 })
      const shapes = record.layers.filter(({ shape, shapeBefore }) => shape.join() !== shapeBefore.join())
      expect(shapes.length).toBeGreaterThan(2)
      expect(record.after.weights).toBeLessThan(0.5 * record.before.weights)
      expect(record.after.bytes).toBeLessThan(0.5 * record.before.bytes)
    }
  })

  it('reduce: every read of target labels is in the ledger of the run and of the model; a run without report stays sealed', async () => {
    const folder = new RunFolder(trained)
    const reads = (await folder.readLedger()).length
    const { run, record } = await reduce(trained, 'quantize', { weights: 'per-tensor-asymmetric', tuneEpochs: 1 })
    expect(record.points.map(({ target }) => target.accuracy === null)).toEqual([false, false])
    expect((await folder.readLedger()).length).toBe(reads + 1)
    expect((await new RunFolder(run.folder).readLedger()).map(({ place }) => place)).toEqual(['reduction'])
    expect(record.origin.ledger).toHaveLength(reads)

    const sealed = await bench.runToEnd(bench.request({}))
    await rm(new RunFolder(sealed.folder).resultFile)
    const own = await reduce(sealed.folder, 'quantize', {})
    expect(own.record.after.target.accuracy).toBeNull()
    expect(own.record.verdict).toMatch(/labels are sealed/)
    expect(await new RunFolder(own.run.folder).readLedger()).toEqual([])
  })

  it('reduce: in the window, what reads labels is announced and in the ledger of the trained run, however long the chain', async () => {
    const { id: runId } = await bench.handlers['runs.open']({ folder: trained }, { signal })
    const folder = new RunFolder(trained)
    const known = (await folder.readLedger()).length
    const first = await bench.handlers['reduction.start']({ runId, trialId, from: null, way: 'quantize', settings: {} }, { signal })
    expect(bench.latest('run.ledger', runId)).toMatchObject({ entry: { place: 'reduction', split: 'test' } })
    const asked = { runId, trialId, from: first.runId, way: 'distil', settings: { backbone: 'mlp', hiddenUnits: 4, epochs: 1, batch: 8 } }
    await bench.handlers['reduction.start']({ ...asked, way: 'distil' }, { signal })
    const entries = await folder.readLedger()
    expect(entries).toHaveLength(known + 2)
    expect(bench.latest('run.ledger', runId)).toEqual({ runId, entry: entries.at(-1) })
  })

  it('reduce: a stopped one leaves nothing, and a wrong setting is named', async () => {
    const abort = new AbortController()
    const request = { run: await openFolder(bench, trained), trialId, way: 'prune' as const, out: join(bench.root, 'stopped', 'model') }
    const stopped = reduceModel(
      bench.service.domains,
      { ...request, settings: { batch: 8 } },
      { ...quiet, signal: abort.signal, onPoint: () => abort.abort() },
    )
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    expect(await readdir(bench.root)).not.toContain('stopped')
    // What somebody put where the model was to go is not overwritten.
    const occupied = join(bench.root, 'occupied')
    await mkdir(occupied)
    await writeFile(join(occupied, 'note.txt'), 'mine')
    await expect(
      reduceModel(bench.service.domains, { ...request, way: 'quantize', settings: {}, out: occupied }, quiet),
    ).rejects.toMatchObject({ code: 'invalid-input', field: 'out' })
    expect(await readdir(occupied)).toEqual(['note.txt'])
    await expect(reduce(trained, 'prune', { sparsty: 0.5 })).rejects.toThrow('There is no setting named "sparsty"')
    await expect(reduce(trained, 'distil', { backbone: 'efficientnet-lite0' })).rejects.toThrow('takes images of 32 to 512 px')
  })
})
