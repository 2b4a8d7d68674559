import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { exportingCommands } from '@shared/contract/parts/exporting'
import { type ExportedModel, ExportManifest } from '@shared/domain/export'
import type { Emit, Handlers } from '@shared/rpc/types'
import { freePath } from '../../storage/free-path'
import { type RunFolder, readJson } from '../../storage/run-folder'
import { writeBundle } from '../exporting/bundle/write-bundle'
import { manifestFile } from '../exporting/export-model'
import { formats, misfit } from '../exporting/formats/registry'
import type { DomainStore } from './domain-store'
import { exportTrial, previewCard } from './export-service'
import { isQuantized } from './reduced-folder'
import type { RunManager } from './run-manager'

export interface ExportDependencies {
  readonly domains: DomainStore
  readonly runs: Pick<RunManager, 'find'>
  readonly emit: Emit<EngineContract>
}

export function createExportHandlers({
  domains,
  runs,
  emit,
}: ExportDependencies): Pick<Handlers<EngineContract>, keyof typeof exportingCommands> {
  return {
    'export.formats': async ({ runId }) => {
      const coded = await isQuantized((await runs.find(runId)).folder)
      return formats.map((format) => {
        const refused = misfit(format, { coded, ops: [] })
        const { id, label, summary } = format
        return { id, label, summary, blocked: refused && `${refused.message} ${refused.hint}` }
      })
    },
    'export.card': async ({ runId, ...wanted }) => ({ card: await previewCard({ run: await runs.find(runId), ...wanted }) }),
    'export.start': async ({ runId, trialId, format, ...wanted }, { signal }) => {
      const run = await runs.find(runId)
      const out = freePath(join(exportsOf(run.folder), `${trialId}-${format}`), '')
      const manifest = await exportTrial(
        domains,
        { ...wanted, run, trialId, format, out },
        { signal, onProgress: (phase, done, total) => emit('export.progress', { runId, trialId, phase, done, total }) },
      )
      return { folder: out, manifest }
    },
    'export.list': async ({ runId }) => listExports((await runs.find(runId)).folder),
    'export.bundle': async ({ runId, withData }, { signal }) => {
      const { folder, record } = await runs.find(runId)
      const result = await folder.readResult()
      if (result === null) throw withoutReport(record.name)
      const out = freePath(join(exportsOf(folder), record.id), '.shiftlab')
      const { bytes, bundleSha256 } = await writeBundle({ folder, record, result, out, withData }, { signal, onProgress: () => undefined })
      return { file: out, bytes, bundleSha256 }
    },
  }
}

const exportsOf = ({ path }: RunFolder): string => join(path, 'exports')

async function listExports(folder: RunFolder): Promise<ExportedModel[]> {
  const root = exportsOf(folder)
  const names = await readdir(root).catch(() => [])
  const found: ExportedModel[] = []
  for (const name of names) {
    // A folder that somebody has changed is left out of the list; opening it would say what is wrong.
    const manifest = await readJson(join(root, name, manifestFile), ExportManifest).catch(() => null)
    if (manifest !== null) found.push({ folder: join(root, name), manifest })
  }
  return found.sort((a, b) => b.manifest.createdAt.localeCompare(a.manifest.createdAt))
}

function withoutReport(name: string): AppError {
  return new AppError('invalid-input', `The run "${name}" has no report yet.`, 'Wait for its last trial, or resume it.', 'runId')
}
