/** Sentences of the Export screen. */
import type { ExportManifest, ExportProgress, ParityReport } from '@shared/domain/export'
import { formatBytes, formatCount, formatPct } from '../../ui/format'

/** "target pays 0.6 points, source 0.1", from what the lab and the file reach. */
export function costWords({ lab, file }: Pick<ExportManifest['accuracy'], 'lab' | 'file'>): string {
  const source = points(lab.sourcePct, file.sourcePct)
  if (lab.targetPct === null || file.targetPct === null) return `source ${source}; target sealed`
  const target = points(lab.targetPct, file.targetPct)
  return source === target ? `both domains ${source}` : `target ${target}, source ${source}`
}

function points(before: number, after: number): string {
  const change = Number((before - after).toFixed(1))
  if (change === 0) return 'unchanged'
  return change > 0 ? `pays ${change.toFixed(1)} points` : `gains ${(-change).toFixed(1)} points`
}

export function checkedWords({ runtime, source, target }: ParityReport): string {
  return `The written file was read back by ${runtime} on ${formatCount(source.images + target.images)} images it had not been trained on.`
}

/** What goes on while nothing is ticked off yet. */
export function progressWords(progress: ExportProgress | null): string {
  if (progress === null || progress.phase === 'opening') return 'Opening the model and its images'
  if (progress.phase === 'reading') return 'Reading the network'
  if (progress.phase === 'writing') return 'Writing the files'
  if (progress.phase === 'describing') return 'Measuring shifts for the model card'
  return `Running the written file: ${formatCount(progress.done)} of ${formatCount(progress.total)} images`
}

export function pctWords(value: number | null): string {
  return value === null ? 'sealed' : `${formatPct(value)} %`
}

export function formatWords(manifest: ExportManifest | null, summary: string): string {
  return manifest === null ? summary : `${formatBytes(manifest.modelBytes)} · ${summary}`
}
