/** Checkpoints of a session: its whole state in a folder, restored bit by bit. */
import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { type NamedArray, readTensorFolder, writeTensorFolder } from '../../storage/tensor-folder'
import { tf } from '../backend/tensorflow'
import type { Session } from '../methods/method'

/** What a checkpoint takes of a session. */
type Stateful = Pick<Session, 'state'>

const Position = z.object({
  step: z.number().int().nonnegative(),
  epoch: z.number().nonnegative(),
  /** Time spent in steps so far, over all resumes. */
  seconds: z.number().nonnegative(),
  /** Images trained on so far. */
  images: z.number().int().nonnegative(),
})
/** Where training stood when the checkpoint was taken. */
export type CheckpointPosition = z.infer<typeof Position>

/** Checkpoints kept per trial: the newest, and the one before it in case the newest is damaged. */
const kept = 2

/** Writes the session's state to `folder/step-NNNNNNNN` and removes older checkpoints. Throws `internal`, and writes nothing, when a value is not finite. */
export async function saveCheckpoint(folder: string, session: Stateful, position: CheckpointPosition): Promise<void> {
  const state = readState(session)
  const broken = state.find(({ data }) => data.some((value) => !Number.isFinite(value)))
  if (broken !== undefined) throw notFinite(broken.name, position.step, position.epoch)
  await writeTensorFolder(join(folder, folderName(position.step)), state, position)
  const names = await checkpointNames(folder)
  for (const name of names.slice(0, -kept)) await rm(join(folder, name), { recursive: true, force: true })
}

/** What of a session is restored: everything, to train on, or all but what its optimizers remember, which no answer depends on. */
export type Restored = 'everything' | 'model'

/**
 * Restores the newest whole checkpoint into the session and returns its position; null when there is none.
 * A damaged checkpoint is skipped for the one before it. Throws `invalid-input` when it belongs to another network.
 */
export async function restoreCheckpoint(
  folder: string,
  session: Stateful,
  what: Restored = 'everything',
): Promise<CheckpointPosition | null> {
  for (const name of (await checkpointNames(folder)).reverse()) {
    const stored = await readTensorFolder(join(folder, name)).catch(() => null)
    const position = Position.safeParse(stored?.meta)
    if (stored === null || !position.success) continue
    writeState(session, stored.arrays, { folder: join(folder, name), what })
    return position.data
  }
  return null
}

/** sha256 over the model's weights in creation order: equal weights, equal string. */
export function weightsSha256(session: Pick<Session, 'state' | 'weights'>): string {
  const hash = createHash('sha256')
  for (const name of session.weights) {
    const variable = session.state.get(name)
    if (variable === undefined) throw new Error(`session lists the weight ${name} but has no such state`)
    const data = variable.dataSync()
    hash.update(name)
    hash.update(Buffer.from(data.buffer, data.byteOffset, data.byteLength))
  }
  return hash.digest('hex')
}

function readState(session: Stateful): NamedArray[] {
  return [...session.state].map(([name, variable]) => {
    const data = variable.dataSync()
    if (!(data instanceof Float32Array || data instanceof Int32Array)) throw new Error(`state ${name} is neither float32 nor int32`)
    return { name, shape: variable.shape, data }
  })
}

function writeState(
  session: Stateful,
  arrays: readonly NamedArray[],
  { folder, what }: { readonly folder: string; readonly what: Restored },
): void {
  const stored = new Map(arrays.map((array) => [array.name, array]))
  for (const [name, variable] of session.state) {
    if (what === 'model' && name.startsWith('optimizer/')) continue
    const array = stored.get(name)
    if (array === undefined || array.shape.join() !== variable.shape.join()) {
      throw new AppError(
        'invalid-input',
        `The checkpoint ${folder} does not fit this network: ${name} is ${array ? 'of another shape' : 'missing'}.`,
        'Resume with the method and backbone it was trained with.',
        folder,
      )
    }
    tf.tidy(() => variable.assign(tf.tensor(array.data, variable.shape, variable.dtype)))
  }
}

/** A loss or weight that stopped being a number ends the run; what is on disk is from before. */
export function notFinite(name: string, step: number, epoch: number): AppError {
  return new AppError(
    'internal',
    `${name} is no longer a finite number at step ${step} (epoch ${epoch.toFixed(1)}). The run stopped; the last checkpoint before it is kept.`,
    'Lower the learning rate to a third, or use a larger batch, and train again.',
    name,
  )
}

function folderName(step: number): string {
  return `step-${String(step).padStart(8, '0')}`
}

async function checkpointNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => /^step-\d{8}$/.test(name)).sort()
}
