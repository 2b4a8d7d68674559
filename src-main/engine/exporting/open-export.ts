/** Opens a model that was exported before: its description, and a runtime over its files, once they are what was written. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { ExportManifest } from '@shared/domain/export'
import { readJson } from '../../storage/run-folder'
import { manifestFile } from './export-model'
import { findFormat } from './formats/registry'
import type { ModelRuntime } from './runtimes/model-runtime'

export interface OpenExport {
  readonly manifest: ExportManifest
  /** The caller closes it. */
  readonly runtime: ModelRuntime
}

/** Null where the folder holds no exported model. Throws `invalid-input`, naming the file, where one is not what was written. */
export async function openExport(folder: string): Promise<OpenExport | null> {
  const manifest = await readJson(join(folder, manifestFile), ExportManifest)
  if (manifest === null) return null
  const files = new Map<string, Uint8Array>()
  for (const { file, sha256 } of manifest.files.filter(({ part }) => part === 'model')) {
    const bytes = await readFile(join(folder, file)).catch(() => null)
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256) throw changed(join(folder, file), bytes === null)
    files.set(file, bytes)
  }
  return { manifest, runtime: await findFormat(manifest.format).open(files) }
}

function changed(path: string, isMissing: boolean): AppError {
  return new AppError(
    'invalid-input',
    `${path} ${isMissing ? 'is missing' : 'is not the file that was exported: it has changed since'}.`,
    'Restore it, or export the model again.',
    'model',
  )
}
