/** Handlers of the Reduce screen: reduced models lie beside the trial they were made of, until they are kept as runs of their own. */
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ParsedInput } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { reductionCommands } from '@shared/contract/parts/reduction'
import type { ModelFigures, ReducedModel, ReductionEntry } from '@shared/domain/reduction'
import type { RunRecord } from '@shared/domain/run'
import type { Emit, Handlers } from '@shared/rpc/types'
import type { HomeFolder } from '../../storage/home-folder'
import { RunFolder } from '../../storage/run-folder'
import { listReductions } from '../reduction/ways/registry'
import type { DomainStore } from './domain-store'
import { reduceModel } from './reduce-model'
import { copyReducedFolder } from './reduced-folder'
import type { ReductionSource } from './reduction-base'
import { createReductionPreviews } from './reduction-preview'
import type { RunManager } from './run-manager'

export interface ReductionDependencies {
  readonly domains: DomainStore
  readonly runs: RunManager
  readonly home: HomeFolder
  readonly emit: Emit<EngineContract>
}

interface Made {
  readonly folder: RunFolder
  readonly record: RunRecord
  readonly model: ReducedModel
}

export function createReductionHandlers({
  domains,
  runs,
  home,
  emit,
}: ReductionDependencies): Pick<Handlers<EngineContract>, keyof typeof reductionCommands> {
  const previews = createReductionPreviews(domains)
  let busy = false

  /** Where the reduced models of a trial lie. */
  async function placeOf(runId: string, trialId: string): Promise<string> {
    return join((await runs.find(runId)).folder.trial(trialId).path, 'reductions')
  }

  async function made(runId: string, trialId: string): Promise<Made[]> {
    const place = await placeOf(runId, trialId)
    const names = await readdir(place).catch(() => [])
    const found: Made[] = []
    for (const name of names.filter((one) => !one.startsWith('.'))) {
      const folder = new RunFolder(join(place, name))
      // One that a newer version wrote, or that was damaged, is left out.
      const [record, model] = await Promise.all([folder.readRecord(), folder.readReduction()]).catch(() => [null, null])
      if (record !== null && model !== null) found.push({ folder, record, model })
    }
    return found.sort((a, b) => a.model.createdAt.localeCompare(b.model.createdAt))
  }

  async function madeOne(runId: string, trialId: string, reduced: string): Promise<Made> {
    const one = (await made(runId, trialId)).find(({ record }) => record.id === reduced)
    if (one) return one
    throw new AppError('not-found', 'This reduced model is no longer there.', 'Choose another point, or reduce again.', 'from')
  }

  async function sourceOf({ runId, trialId, from }: ParsedInput<EngineContract, 'reduction.start'>): Promise<ReductionSource> {
    const trained = await runs.find(runId)
    if (from === null) return { run: trained, trialId }
    const { folder, record } = await madeOne(runId, trialId, from)
    // Labels that are read for it are those of the trained run's target: its ledger has them as well.
    const announcing = new RunFolder(folder.path, (entry) => {
      trained.folder.appendLedger(entry)
      emit('run.ledger', { runId, entry })
    })
    return { run: { folder: announcing, record }, trialId }
  }

  return {
    'reduction.ways': () => listReductions(),
    'reduction.list': async ({ runId, trialId }, { signal }) => {
      const [entries, run] = [await made(runId, trialId), await runs.find(runId)]
      const trained = trainedFigures(entries, run.record, trialId) ?? (await previews.figures({ run, trialId }, signal))
      return { trained, entries: entries.map(entryOf) }
    },
    'reduction.preview': async (asked, { signal }) => previews.look(await sourceOf(asked), asked, signal),
    'reduction.start': async (asked, { signal }) => {
      if (busy) throw new AppError('busy', 'A model is being reduced already.', 'Wait for it, or stop it.', 'way')
      busy = true
      const { runId, trialId, way, settings } = asked
      try {
        const out = join(await placeOf(runId, trialId), `${way}-${randomBytes(4).toString('hex')}`)
        const { record, run } = await reduceModel(
          domains,
          { ...(await sourceOf(asked)), way, settings, out },
          {
            signal,
            onProgress: ({ share, doing, secondsLeft }) =>
              emit('reduction.progress', { runId, trialId, progress: { share, doing, secondsLeft } }),
            onPoint: (point) => emit('reduction.point', { runId, trialId, point }),
          },
        )
        return entryOf({ folder: new RunFolder(out), record: run, model: record })
      } finally {
        busy = false
      }
    },
    'reduction.keep': async ({ runId, trialId, reduced }) => {
      const { folder, record } = await madeOne(runId, trialId, reduced)
      const id = `${record.id.slice(0, 70)}-kept`
      const to = home.runPath(record.studyId, id)
      const kept = (await new RunFolder(to).hasRecord())
        ? await new RunFolder(to).readRecord()
        : await copyReducedFolder(folder, to, { id, name: record.name })
      emit('run.changed', kept)
      return kept
    },
  }
}

function entryOf({ folder, record, model }: Made): ReductionEntry {
  const { network: _, layers: __, ...shown } = model
  return { runId: record.id, folder: folder.path, model: shown }
}

/** What the trained model's own figures were when it was first reduced as it is now; null before that. */
function trainedFigures(entries: readonly Made[], { id, trials }: RunRecord, trialId: string): ModelFigures | null {
  const epoch = trials.find((trial) => trial.id === trialId)?.checkpointEpoch
  return entries.findLast(({ model }) => model.from === id && model.origin.epoch === epoch)?.model.before ?? null
}
