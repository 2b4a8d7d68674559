/** Reduced models taken home: every way to reduce, in every format that can hold what came of it. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportFormat, ExportManifest } from '@shared/domain/export'
import type { ReductionWay } from '@shared/domain/reduction'
import { StreamPlan } from '@shared/domain/stream'
import { onnx } from 'onnx-proto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunFolder } from '../../storage/run-folder'
import { exportTrial, previewCard } from './export-service'
import { predictWithModel } from './predict-service'
import { streamThrough } from './stream-service'
import { openFolder, openReductionBench, quiet, reduceFolder, trialId } from './testing/reduction-bench'
import type { ServiceBench } from './testing/service-bench'

let bench: ServiceBench
let trained: string
const { signal } = quiet

beforeAll(async () => {
  ;({ bench, trained } = await openReductionBench({ epochs: 2 }))
})
afterAll(() => bench.close())

const opened = (folder: string) => openFolder(bench, folder)

async function reduced(name: string, way: ReductionWay, settings: Record<string, string | number>, from = trained): Promise<string> {
  const out = join(bench.root, name)
  await reduceFolder(bench, { from, way, settings, out })
  return out
}

async function exported(folder: string, format: ExportFormat, normalisedAs: 'source' | 'target' = 'target'): Promise<ExportManifest> {
  const out = join(bench.root, 'exported', `${folder.split('/').at(-1)}-${format}-${normalisedAs}`)
  return exportTrial(bench.service.domains, { run: await opened(folder), trialId, format, normalisedAs, out, keepRejected: false }, quiet)
}

const labels = async (model: string) =>
  (await predictWithModel(bench.service, { model, data: join(bench.root, 'target'), choose: ([first]) => first }, quiet)).predictions

const textOf = ({ card }: ExportManifest, term: string): string => card.facts.find((fact) => fact.term === term)?.text ?? ''

describe('export', () => {
  it.each([
    ['pruned', 'prune', { sparsity: 0.8, rounds: 1, tuneEpochs: 0 }],
    ['narrow', 'prune', { structure: 'channels', sparsity: 0.5, rounds: 1, tuneEpochs: 0 }],
    ['student', 'distil', { backbone: 'mlp', hiddenUnits: 8, epochs: 1 }],
  ] as const)(
    'export: a %s model answers the same in every format of floats, and labels a folder as it does',
    async (name, way, settings) => {
      const folder = await reduced(name, way, settings)
      const own = await labels(folder)
      for (const format of ['onnx', 'tfjs', 'weights'] as const) {
        const manifest = await exported(folder, format)
        expect(manifest.parity.maxAbsDifference).toBeLessThan(1e-5)
        expect(manifest.parity.topOneAgreementPct).toBe(100)
        const away = await labels(join(bench.root, 'exported', `${name}-${format}-target`))
        expect(away.map((one) => `${one.file} ${one.class}`)).toEqual(own.map((one) => `${one.file} ${one.class}`))
      }
      await expect(exported(folder, 'onnx-int8')).rejects.toMatchObject({
        code: 'invalid-input',
        field: 'format',
        hint: expect.stringContaining('--how quantize'),
      })
    },
  )

  it.each(['per-channel-symmetric', 'per-tensor-asymmetric'] as const)(
    'export: a model quantized %s has int8 kernels in its ONNX file and answers the same, as either domain',
    async (weights) => {
      const folder = await reduced(weights, 'quantize', { weights })
      for (const domain of ['source', 'target'] as const) {
        const manifest = await exported(folder, 'onnx-int8', domain)
        expect(manifest.parity.maxAbsDifference).toBeLessThan(1e-5)
        expect(manifest.parity.topOneAgreementPct).toBe(100)
        expect(manifest.origin.weights).toBe('reduction')
        expect((await exported(folder, 'weights', domain)).parity.maxAbsDifference).toBeLessThan(1e-5)
      }
      const file = await readFile(join(bench.root, 'exported', `${weights}-onnx-int8-target`, 'model.onnx'))
      const graph = onnx.ModelProto.decode(file).graph
      const kernels = (graph?.initializer ?? []).filter(({ name }) => name?.endsWith('/kernel'))
      expect(kernels).toHaveLength(5)
      expect(new Set(kernels.map(({ dataType }) => dataType))).toEqual(new Set([onnx.TensorProto.DataType.INT8]))
      expect(graph?.node?.map(({ opType }) => opType)).not.toContain('Conv')
      const own = await labels(folder)
      const away = await labels(join(bench.root, 'exported', `${weights}-onnx-int8-target`))
      expect(away.map((one) => one.class)).toEqual(own.map((one) => one.class))
      for (const format of ['onnx', 'tfjs'] as const) {
        await expect(exported(folder, format)).rejects.toMatchObject({ field: 'format', hint: expect.stringContaining('onnx-int8') })
      }
    },
  )

  it('export: the card of a chain tells its steps, its figures and its label reads, and costs no further one', async () => {
    const folder = await reduced('chain', 'quantize', {}, join(bench.root, 'pruned'))
    const ledgers = [trained, join(bench.root, 'pruned'), folder].map((one) => new RunFolder(one))
    const before = await Promise.all(ledgers.map((ledger) => ledger.readLedger()))
    const manifest = await exported(folder, 'onnx-int8')
    expect(await Promise.all(ledgers.map((ledger) => ledger.readLedger()))).toEqual(before)
    const reduction = await new RunFolder(folder).readReduction()
    expect(manifest.accuracy.lab.targetPct).toBeCloseTo(reduction?.after.target.accuracy?.pct ?? -1, 10)
    expect(manifest.accuracy.file.targetPct).toBe(manifest.accuracy.lab.targetPct)
    expect(textOf(manifest, 'Reduction')).toMatch(/^Pruned 80 %.*Rounded to 8 bits/)
    expect(textOf(manifest, 'Protocol')).toContain('then reduced')
    expect(textOf(manifest, 'Label reads')).toContain('final report')
    expect(textOf(manifest, 'Label reads')).toContain('reduction')
    expect(textOf(manifest, 'Known limits')).not.toContain('not finished')
    expect(textOf(manifest, 'Target accuracy')).toMatch(/over images.*The written file/)
    const preview = await previewCard({ run: await opened(folder), trialId, format: 'onnx-int8', normalisedAs: 'target' })
    expect(preview.facts.map(({ term }) => term)).not.toContain('Parity')
  })

  it('export: a reduced model that a stream has adapted is kept, opened and exported as it was left', async () => {
    const pruned = join(bench.root, 'pruned')
    const folder = new RunFolder(join(bench.root, 'adapted'))
    const plan = StreamPlan.parse({ method: 'tent', protocol: 'continual', shifts: [{ kind: 'invert', severity: 3 }], batch: 8 })
    const request = { run: await opened(pruned), trialId, data: null, plan, keepIn: { id: 'adapted', folder } }
    await streamThrough(bench.service.domains, request, { signal, onBatch: () => undefined })
    const manifest = await exported(folder.path, 'onnx')
    expect(manifest.parity.maxAbsDifference).toBeLessThan(1e-5)
    expect(manifest.origin.weightsSha256).not.toBe((await exported(pruned, 'onnx', 'source')).origin.weightsSha256)
    expect(textOf(manifest, 'Adaptation')).toContain('tent')
    expect(textOf(manifest, 'Reduction')).toContain('Pruned 80 %')
    expect(manifest.accuracy.file.targetPct).toBeNull()
  })

  it('export: a reduced model whose target is sealed stays sealed', async () => {
    const sealed = await bench.runToEnd(bench.request({ epochs: 1 }))
    await rm(new RunFolder(sealed.folder).resultFile)
    const manifest = await exported(await reduced('sealed', 'quantize', {}, sealed.folder), 'onnx-int8')
    expect(manifest.accuracy.file.targetPct).toBeNull()
    expect(textOf(manifest, 'Target accuracy')).toContain('sealed')
  })
})
