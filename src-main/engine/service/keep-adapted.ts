/** Keeps a model that a stream has adapted as a run of its own: whatever opens, maps, streams or exports a run takes it as it is. */
import { randomBytes } from 'node:crypto'
import type { LedgerEntry } from '@shared/domain/ledger'
import type { RunRecord } from '@shared/domain/run'
import type { StreamPlan, StreamResult } from '@shared/domain/stream'
import { writeFileAtomic } from '../../storage/atomic-file'
import type { RunFolder } from '../../storage/run-folder'
import { writingTo } from '../../storage/unwritable'
import { modelOfSession } from '../reduction/graph/graph-session'
import { findStreamMethod } from '../test-time/registry'
import { saveCheckpoint } from '../training/checkpoint'
import type { OpenTrial } from './open-trial'
import { keepReduced } from './reduced-folder'

/** Where an adapted model is kept, and as which run. */
export interface AdaptedRun {
  readonly id: string
  /** Empty or not there yet. */
  readonly folder: RunFolder
}

export interface AdaptedOrigin {
  readonly run: { readonly folder: RunFolder; readonly record: RunRecord }
  readonly trialId: string
  /** The folder that was streamed; null for the source's test images. */
  readonly data: string | null
  readonly keepIn: AdaptedRun
}

export interface AdaptedModel {
  /** Its session's weights are those at the stream's end. */
  readonly adapting: OpenTrial
  readonly result: StreamResult
  readonly ledger: readonly LedgerEntry[]
}

/**
 * Writes `run.json` with the one trial, its checkpoint or its reduced network, `ledger.jsonl` and `stream.json`: origin, plan and figures. A run without a
 * report, since it was not trained. Throws `invalid-input` for a folder that cannot be written.
 */
export async function keepAdapted(origin: AdaptedOrigin, { adapting, result, ledger }: AdaptedModel): Promise<RunRecord> {
  const { run, data } = origin
  const { id, folder } = origin.keepIn
  const { trial, session, epoch, reduced } = adapting
  const now = new Date().toISOString()
  const record: RunRecord = {
    ...run.record,
    id,
    name: `${run.record.name}, adapted by ${findStreamMethod(result.plan.method).label}`.slice(0, 120),
    folder: folder.path,
    createdAt: now,
    startedAt: now,
    finishedAt: now,
    // Whatever its origin is doing: that one may train on.
    status: 'done',
    failure: null,
    request: { ...run.record.request, ...settingsOf(run.record, trial.method), methods: [trial.method], seeds: [trial.seed], bare: true },
    trials: [{ ...trial, status: 'done' }],
  }
  await writingTo(folder.path, 'out', async () => {
    const position = { step: result.images, epoch, seconds: result.seconds, images: result.images }
    if (reduced === null) await saveCheckpoint(folder.trial(trial.id).checkpoints, session, position)
    else await keepReduced(folder, trial.id, { ...reduced, model: modelOfSession(reduced.model, session) })
    for (const entry of ledger) folder.appendLedger(entry)
    const described = {
      origin: { run: run.record.folder, runId: run.record.id, trial: trial.id, epoch, fingerprints: run.record.fingerprints },
      images: data ?? 'source test images',
      result,
    }
    await writeFileAtomic(folder.streamFile, `${JSON.stringify(described, null, 2)}\n`)
    await folder.writeRecord(record)
  })
  return record
}

/** The run's settings without those that only its other methods know. */
function settingsOf({ request, params }: RunRecord, method: string): Pick<RunRecord['request'], 'settings'> {
  const namesIn = (owner: string): string[] => Object.keys((params[owner] as Record<string, unknown> | undefined) ?? {})
  const own = new Set([...namesIn('backbone'), ...namesIn(method)])
  const foreign = new Set(Object.keys(params).flatMap(namesIn))
  return { settings: Object.fromEntries(Object.entries(request.settings).filter(([name]) => own.has(name) || !foreign.has(name))) }
}

/** "tent-20260102-030405-1a2b": sortable and safe as a folder's name. */
export function newAdaptedId({ method }: Pick<StreamPlan, 'method'>): string {
  return `${method}-${new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)}-${randomBytes(2).toString('hex')}`
}
