/** Runs a bundled study again and says whether it comes to the same figures. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { ReplayedTrial, ReplayManifest, ReplayResult } from '@shared/domain/replay'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { makeEmptyFolder } from '../data/make-empty-folder'
import { networkWithin, requestWith, requestWithin } from '../exporting/bundle/bundle-data'
import { readBundle } from '../exporting/bundle/read-bundle'
import type { RunManager } from './run-manager'

export interface ReplayCall {
  /** Absolute path of the bundle. */
  readonly bundle: string
  /** Absolute; empty or not there yet. Holds what was in the bundle and the new run. */
  readonly out: string
  /** Folders in place of the bundle's own images, by part; needed for a bundle without them. */
  readonly folders: Parameters<typeof requestWith>[1]
  /** In points; the bundle's own where absent. */
  readonly tolerancePoints?: number | undefined
}

export interface ReplayWatcher {
  readonly signal: AbortSignal
  onManifest(manifest: ReplayManifest): void
}

/** Throws `not-found`, `invalid-input` for a bundle that was tampered with or images that are not its own, `cancelled`, or the run's own failure. */
export async function replayBundle(runs: RunManager, call: ReplayCall, { signal, onManifest }: ReplayWatcher): Promise<ReplayResult> {
  const { bundle, out, folders } = call
  await makeEmptyFolder(out)
  const unpacked = join(out, 'bundle')
  await mkdir(unpacked)
  const { manifest, bundleSha256 } = await readBundle(bundle, unpacked)
  onManifest(manifest)
  const own = networkWithin(manifest.withData ? requestWithin(manifest.request, unpacked) : manifest.request, unpacked)
  const settled = await runAgain(runs, { request: requestWith(own, folders), folder: join(out, 'run') }, signal)
  requireSameImages(settled, manifest)
  const { result } = await runs.get(settled.id)
  if (result === null) throw new AppError('internal', `${settled.folder} has no result.json.`, 'Replay the bundle again.', 'bundle')
  const tolerancePoints = call.tolerancePoints ?? manifest.tolerancePoints
  const trials = compareTrials(manifest, result, tolerancePoints)
  return { equal: trials.every(({ equal }) => equal), tolerancePoints, bundleSha256, trials, folder: settled.folder }
}

async function runAgain(
  runs: RunManager,
  { request, folder }: { readonly request: RunRecord['request']; readonly folder: string },
  signal: AbortSignal,
): Promise<RunRecord> {
  const { id } = await runs.start({ studyId: null, request, folder })
  const cancel = (): void => void runs.cancel(id).catch(() => undefined)
  signal.addEventListener('abort', cancel)
  if (signal.aborted) cancel()
  const settled = await runs.whenSettled(id)
  signal.removeEventListener('abort', cancel)
  if (settled.status === 'done') return settled
  if (settled.status === 'cancelled' || settled.status === 'interrupted') {
    throw new AppError('cancelled', 'The replay was stopped.', `Go on with lab resume --run ${settled.folder}.`)
  }
  const { message, hint } = settled.failure ?? { message: `The replay ended as ${settled.status}.`, hint: 'See its log.jsonl.' }
  throw new AppError('internal', message, hint, 'bundle')
}

function requireSameImages({ fingerprints }: RunRecord, manifest: ReplayManifest): void {
  for (const role of ['source', 'target'] as const) {
    if (fingerprints?.[role] === manifest.fingerprints[role]) continue
    throw new AppError(
      'invalid-input',
      `The ${role} images are not those of the bundled study: their fingerprint differs.`,
      manifest.withData ? 'Another version of Shiftlab may read them differently.' : `Give the study's own folder with --${role}.`,
      role,
    )
  }
}

/** Every trial of the bundle beside its new figures, in the bundle's order. */
export function compareTrials(
  { expected }: Pick<ReplayManifest, 'expected'>,
  { runs }: Pick<RunResult, 'runs'>,
  tolerancePoints: number,
): ReplayedTrial[] {
  return expected.map(({ method, seed, ...figures }) => {
    const found = runs.find((one) => one.method === method && one.seed === seed)
    if (found === undefined) {
      return { method, seed, expected: figures, got: null, largestDifferencePoints: null, identicalWeights: false, equal: false }
    }
    const { sourceAccuracyPct, targetAccuracyPct } = found.lastCheckpoint
    const got = { sourceAccuracyPct, targetAccuracyPct, weightsSha256: found.weightsSha256 }
    const differences = [
      Math.abs(sourceAccuracyPct - figures.sourceAccuracyPct),
      Math.abs((targetAccuracyPct ?? 0) - (figures.targetAccuracyPct ?? 0)),
    ]
    const largest = Math.max(...differences)
    const bothKnown = (targetAccuracyPct === null) === (figures.targetAccuracyPct === null)
    return {
      ...{ method, seed, expected: figures, got },
      largestDifferencePoints: largest,
      identicalWeights: got.weightsSha256 === figures.weightsSha256,
      equal: bothKnown && largest <= tolerancePoints,
    }
  })
}
