/** Handlers of the commands about studies that leave out one domain after another. */
import { join } from 'node:path'
import type { generalizationCommands } from '@shared/contract/parts/generalization'
import type { GeneralizationPlan, GeneralizationTable } from '@shared/domain/generalization'
import type { RunRecord } from '@shared/domain/run'
import type { Handlers } from '@shared/rpc/types'
import { RunFolder } from '../../storage/run-folder'
import { type PlannedRun, planRuns } from '../generalization/plan-runs'
import { type StudyRun, tabulate } from '../generalization/tabulate'
import { findMethod } from '../methods/registry'
import { generalizationCsv, generalizationHtml, generalizationMarkdown } from '../reporting/generalization-documents'
import type { RunManager } from './run-manager'

interface Generalization {
  readonly commands: typeof generalizationCommands
  readonly events: Readonly<Record<never, never>>
}

const oraclePlace = 'oracle selection'
const documents = { csv: generalizationCsv, markdown: generalizationMarkdown, html: generalizationHtml } as const

export function createGeneralizationHandlers(
  runs: Pick<RunManager, 'start' | 'open' | 'resume' | 'get' | 'find' | 'list'>,
): Handlers<Generalization> {
  async function table(runIds: readonly string[]): Promise<GeneralizationTable> {
    const found: (StudyRun & { readonly id: string })[] = []
    for (const id of runIds) found.push({ id, ...(await runs.get(id)) })
    const done = found.filter(({ result }) => result !== null)
    const settings = new Set(found.map(({ record }) => record.request.fold?.hyperSeed)).size
    if (settings > 1) for (const { id } of done) await enterOracle(id, settings)
    return tabulate(found, (method) => findMethod(method).label)
  }

  /** Choosing by target labels is a use of them like any other: once in the ledger of every run that takes part. */
  async function enterOracle(runId: string, settings: number): Promise<void> {
    const { folder, record } = await runs.find(runId)
    const entries = await folder.readLedger()
    const report = entries.find(({ kind }) => kind === 'report')
    if (report === undefined || entries.some(({ place }) => place === oraclePlace)) return
    folder.enterRead({
      place: oraclePlace,
      kind: 'report',
      split: 'test',
      labels: Math.ceil(report.labels / 2),
      purpose: `Chooses among ${settings} settings by target labels of "${record.name}": the oracle's table, printed apart.`,
    })
  }

  /** A run of the same study that is there goes on, or is left as it is when it is done. */
  async function startOrGoOn(planned: PlannedRun, studyId: string | null, folder: string | undefined, known: readonly RunRecord[]) {
    const path = folder === undefined ? undefined : join(folder, planned.name)
    const there = path === undefined ? known.find((one) => isSame(one, planned)) : await openAt(path)
    if (there !== undefined && isSame(there, planned)) {
      if (there.status === 'interrupted' || there.status === 'cancelled' || there.status === 'failed') await runs.resume(there.id)
      return there.id
    }
    const name = `Without ${planned.request.fold?.domains[planned.request.fold.heldOut]}, setting ${planned.request.fold?.hyperSeed}`
    return (await runs.start({ studyId, name, request: planned.request, ...(path === undefined ? {} : { folder: path }) })).id
  }

  async function openAt(path: string): Promise<RunRecord | undefined> {
    return (await new RunFolder(path).hasRecord()) ? runs.open(path) : undefined
  }

  return {
    'generalization.start': async ({ studyId, plan, folder }) => {
      const known = folder === undefined ? (await runs.list()).filter((one) => one.studyId === studyId) : []
      const runIds: string[] = []
      for (const planned of planRuns(plan satisfies GeneralizationPlan)) runIds.push(await startOrGoOn(planned, studyId, folder, known))
      return { runIds }
    },
    'generalization.table': ({ runIds }) => table(runIds),
    'generalization.document': async ({ runIds, format }) => ({ text: documents[format](await table(runIds)) }),
  }
}

function isSame({ request }: RunRecord, planned: PlannedRun): boolean {
  const [own, wanted] = [request.fold, planned.request.fold]
  return own !== undefined && JSON.stringify(own) === JSON.stringify(wanted)
}
