/** Suspected swaps of a trial from the maps that its run keeps: where target images lie now against what source-only took them for. */
import type { SwapReport } from '@shared/domain/alignment'
import type { RunRecord } from '@shared/domain/run'
import type { RunFolder } from '../../storage/run-folder'
import { rowsOf } from '../analysis/measures/domain-points'
import { detectSwaps } from '../analysis/measures/swap-detector'
import { sourceOnlyId } from '../evaluation/plan-trials'
import { openMap, readMapBeside, readMapFrame } from './map-store'

export interface SwapReportOptions {
  readonly trialId: string
  readonly checkpoints: 'all' | 'last'
}

/** Empty, with no reference, for source-only itself and while it has no map of the same seed. Reads no target label. */
export async function readSwapReport(
  folder: RunFolder,
  record: Pick<RunRecord, 'trials'>,
  { trialId, checkpoints: wanted }: SwapReportOptions,
): Promise<SwapReport> {
  const seed = record.trials.find((trial) => trial.id === trialId)?.seed ?? 0
  const reference = record.trials.find((trial) => trial.method === sourceOnlyId && trial.seed === seed && trial.id !== trialId)
  const plain = reference && folder.trial(reference.id)
  const last = plain && (await openMap(plain)).checkpoints.at(-1)
  const { points, checkpoints } = await openMap(folder.trial(trialId))
  if (!plain || !last || !points) return { reference: null, checkpoints: [] }
  const targets = rowsOf(points.domain, 1)
  const taken = (await readMapFrame(plain, last.epoch)).prediction
  const found: SwapReport['checkpoints'] = []
  for (const { epoch } of wanted === 'all' ? checkpoints : checkpoints.slice(-1)) {
    const beside = await readMapBeside(folder.trial(trialId), epoch)
    if (beside === null) continue
    const { suspicions, swappedPct } = detectSwaps({
      beside: Int32Array.from(targets, (row) => beside[row]),
      reference: Int32Array.from(targets, (row) => taken[row]),
      classes: points.classNames.length,
      seed,
    })
    found.push({ epoch, swappedPct, suspicions: [...suspicions] })
  }
  return { reference: reference.id, checkpoints: found }
}
