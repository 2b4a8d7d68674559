/** The test-time part of `lab results`: trains the models once, then runs what is missing of the declared streams. */
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { RunRecord } from '@shared/domain/run'
import { StreamLine } from '../engine/reporting/results/stream-line'
import {
  methodsOfStreams,
  type StreamTable,
  streamModelRequest,
  streamPlan,
  streamSeeds,
  streamTables,
} from '../engine/reporting/results/stream-matrix'
import { streamThrough } from '../engine/service/stream-service'
import { findStreamMethod } from '../engine/test-time/registry'
import { writeFileAtomic } from '../storage/atomic-file'
import { appendJsonLineDurably, readJsonLines } from '../storage/json-lines'
import { declarationOf, declaredKey } from './declared-key'
import type { EngineSession } from './engine-session'
import { formatDuration } from './format-duration'
import type { Output } from './output'
import { settleRun } from './settle-run'

export interface StreamCell {
  readonly table: StreamTable
  readonly method: string
  readonly seed: number
  readonly key: string
}

/** Cheap methods first, so that an interrupted night has whole tables but for the slow ones. `methods`: only these. */
export function plannedStreams(methods: readonly string[] | null): StreamCell[] {
  const model = declarationOf(streamModelRequest())
  return methodsOfStreams()
    .filter(({ id }) => methods === null || methods.includes(id))
    .flatMap((method) =>
      streamTables.flatMap((table) =>
        streamSeeds.map((seed) => {
          const key = declaredKey([model, streamPlan(table, method.id, seed), method.params.parse({})])
          return { table, method: method.id, seed, key }
        }),
      ),
    )
}

/** Lines of the streams as they are declared now; those of former declarations stay in the file. */
export async function currentStreamLines(folder: string): Promise<StreamLine[]> {
  const current = new Set(plannedStreams(null).map((cell) => cell.key))
  return (await readJsonLines(linesFile(folder), StreamLine)).filter((line) => current.has(line.key))
}

/** Drops the lines of these methods, so that they are streamed anew. */
export async function forgetStreams(folder: string, methods: ReadonlySet<string>): Promise<void> {
  if (methods.size === 0) return
  const lines = await readJsonLines(linesFile(folder), StreamLine)
  const kept = lines.filter((line) => !methods.has(line.method))
  await writeFileAtomic(linesFile(folder), kept.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

const linesFile = (folder: string): string => join(folder, 'streams.jsonl')

export interface StreamResults {
  readonly engine: EngineSession
  /** Of all results; models and lines lie in it. */
  readonly folder: string
  readonly output: Output
  readonly interrupt: AbortSignal
  /** After each stream. */
  onLine(): Promise<void>
}

/** False when interrupted: the same call goes on. */
export async function runStreams(cells: readonly StreamCell[], results: StreamResults): Promise<boolean> {
  const { engine, folder, output, interrupt } = results
  const known = new Set((await currentStreamLines(folder)).map((line) => line.key))
  const missing = cells.filter((cell) => !known.has(cell.key))
  if (missing.length === 0) return true
  const models = await trainModels(results)
  if (models === null) return false
  const began = performance.now()
  for (const [index, cell] of missing.entries()) {
    if (interrupt.aborted) return false
    const { table, method, seed } = cell
    const left =
      index === 0 ? '' : `, about ${formatDuration(((performance.now() - began) / 1000 / index) * (missing.length - index))} left`
    output.note(`${index + 1} of ${missing.length}: ${method}, ${table.title.toLowerCase()}, seed ${seed}${left}`)
    const line = await streamOne(engine, models, cell, { output, interrupt }).catch((error: unknown) => {
      if (interrupt.aborted) return null
      throw error
    })
    if (line === null) return false
    appendJsonLineDurably(linesFile(folder), line)
    await results.onLine()
  }
  return true
}

/** Null when interrupted. Throws what stopped the training. */
async function trainModels({ engine, folder, output, interrupt }: StreamResults): Promise<RunRecord | null> {
  const request = streamModelRequest()
  const key = declaredKey(declarationOf(request))
  output.note(`Models of the streams: ${request.backbone} on the source, seeds ${request.seeds.join(', ')}`)
  const settled = await settleRun(engine, { request, folder: join(folder, 'models', key) }, interrupt)
  if (interrupt.aborted) return null
  if (settled.status === 'done') return settled
  throw new AppError(
    'internal',
    settled.failure?.message ?? 'The models were not trained.',
    settled.failure?.hint ?? 'Run the command again.',
  )
}

async function streamOne(
  engine: EngineSession,
  models: RunRecord,
  { table, method, seed, key }: StreamCell,
  { output, interrupt }: Pick<StreamResults, 'output' | 'interrupt'>,
): Promise<StreamLine> {
  const run = await engine.service.runs.find(models.id)
  const trial = run.record.trials.find((one) => one.seed === seed)
  const trained = (await run.folder.readResult())?.runs.find((one) => one.seed === seed)
  if (trial === undefined || trained === undefined)
    throw new AppError('internal', `${run.record.folder} has no model of seed ${seed}.`, 'Delete the folder.')
  const { label } = findStreamMethod(method)
  const { result } = await streamThrough(
    engine.service.domains,
    { run, trialId: trial.id, data: null, plan: streamPlan(table, method, seed), keepIn: null },
    { signal: interrupt, onBatch: ({ batch, batches }) => output.progress(`${label}: batch ${batch} of ${batches}`) },
  )
  const { errorPct, withoutAdaptation, perShift, images, notes, resets, batchesPerSecond } = result
  if (errorPct === null || withoutAdaptation.errorPct === null)
    throw new Error('source test images have labels, and so a stream of them an error')
  return {
    key,
    table: table.id,
    method,
    seed,
    finishedAt: new Date().toISOString(),
    errorPct,
    sourceErrorPct: withoutAdaptation.errorPct,
    sourceAccuracyPct: trained.lastCheckpoint.sourceAccuracyPct,
    perShift,
    images,
    notes,
    resets,
    batchesPerSecond,
  }
}
