/** Finds what a folder given as a model holds: a run's trial at its last checkpoint, or what a stream made of one. */
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { FolderId } from '@shared/domain/ids'
import type { RunRecord } from '@shared/domain/run'
import { z } from 'zod'
import { RunFolder, readJson } from '../../storage/run-folder'
import type { RunManager } from './run-manager'

export interface ModelFolder {
  readonly folder: RunFolder
  readonly record: RunRecord
  /** Where the folder holds one trial only. */
  readonly trialId: string | null
  /** Folder of the checkpoints to take instead of the trial's own. */
  readonly checkpoints: string | null
}

const streamFile = 'stream.json'
const StreamOrigin = z.object({ origin: z.object({ run: z.string(), runId: FolderId, trial: FolderId }) })

/** Throws `not-found` when the folder holds neither, or when the run that a stream began from is gone. */
export async function openModelFolder(runs: Pick<RunManager, 'open' | 'find'>, path: string): Promise<ModelFolder> {
  const given = resolve(path)
  const stream = await readJson(join(given, streamFile), StreamOrigin)
  if (stream === null) {
    const { id } = await runs.open(given)
    return { ...(await runs.find(id)), trialId: null, checkpoints: null }
  }
  const { run, trial } = stream.origin
  if (!(await isThere(run))) {
    throw new AppError(
      'not-found',
      `The model in ${given} was adapted from the run ${run}, which is no longer there.`,
      'Put the run back: the images and settings are in it.',
      'run',
    )
  }
  const { id } = await runs.open(run)
  return { ...(await runs.find(id)), trialId: trial, checkpoints: new RunFolder(given).trial(trial).checkpoints }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
