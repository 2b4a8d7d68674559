/** Feature maps on disk: the points of a trial, and one folder of arrays for every checkpoint's settled frame. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CommandOutput } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import { AlignmentMeasures } from '@shared/domain/alignment'
import { EmbeddingCheckpoint, type EmbeddingFrame, type EmbeddingPoints } from '@shared/domain/embedding'
import { z } from 'zod'
import { writeFileAtomic } from '../../storage/atomic-file'
import { readJson, type TrialFolder } from '../../storage/run-folder'
import { readTensorFolder, writeTensorFolder } from '../../storage/tensor-folder'
import type { SettledLayouts } from '../analysis/feature-map'
import type { SettledFigures } from '../analysis/map-messages'

const PointsFile = z.object({
  runId: z.string(),
  trialId: z.string(),
  domain: z.array(z.number().int()),
  sourcePart: z.array(z.number().int()).optional(),
  sourceNames: z.array(z.string()).optional(),
  sourceClass: z.array(z.number().int()),
  imageIndex: z.array(z.number().int()),
  classNames: z.array(z.string()),
})

const FrameMeta = EmbeddingCheckpoint.extend({
  runId: z.string(),
  trialId: z.string(),
  method: z.enum(['tsne', 'pca']),
  iteration: z.number().int(),
  iterations: z.number().int(),
  // Maps of earlier versions have neither.
  agreement: z.number().nullable().default(null),
  measures: AlignmentMeasures.nullable().default(null),
})

export async function writeMapPoints(trial: TrialFolder, points: EmbeddingPoints): Promise<void> {
  const { domain, sourcePart, sourceClass, imageIndex } = points
  const plain = {
    ...points,
    domain: [...domain],
    ...(sourcePart && { sourcePart: [...sourcePart] }),
    sourceClass: [...sourceClass],
    imageIndex: [...imageIndex],
  }
  await writeFileAtomic(join(trial.embedding, 'points.json'), `${JSON.stringify(plain)}\n`)
}

/** Keeps a settled frame with what was measured on it and each point's nearest neighbours in feature space. */
export async function writeMapFrame(trial: TrialFolder, frame: EmbeddingFrame, figures: SettledFigures): Promise<void> {
  const count = frame.prediction.length
  const k = figures.neighbours.length / count
  const { runId, trialId, epoch, method, kl, trustworthiness, agreement, aDistance, measures, iteration, iterations } = frame
  await writeTensorFolder(
    join(trial.embedding, folderName(epoch)),
    [
      { name: 'positions', shape: [count, 2], data: frame.positions },
      { name: 'twin', shape: [count, 2], data: figures.twin },
      { name: 'pca', shape: [count, 2], data: figures.pca },
      { name: 'prediction', shape: [count], data: frame.prediction },
      { name: 'confidence', shape: [count], data: frame.confidence },
      { name: 'entropy', shape: [count], data: frame.entropy },
      { name: 'beside', shape: [count], data: figures.beside },
      { name: 'neighbours', shape: [count, k], data: figures.neighbours },
      { name: 'squaredDistances', shape: [count, k], data: figures.squaredDistances },
    ],
    { runId, trialId, epoch, method, kl, trustworthiness, agreement, aDistance, measures, iteration, iterations },
  )
}

export async function openMap(trial: TrialFolder): Promise<CommandOutput<EngineContract, 'embedding.open'>> {
  const file = await readJson(join(trial.embedding, 'points.json'), PointsFile)
  const names = await readdir(trial.embedding).catch(() => [])
  const checkpoints: EmbeddingCheckpoint[] = []
  for (const name of names.filter((one) => one.startsWith('epoch-')).sort()) {
    const index = await readJson(join(trial.embedding, name, 'index.json'), z.object({ meta: FrameMeta })).catch(() => null)
    if (index !== null) checkpoints.push(EmbeddingCheckpoint.parse(index.meta))
  }
  if (file === null) return { points: null, checkpoints }
  const { sourcePart, ...rest } = file
  return {
    points: {
      ...rest,
      domain: Uint8Array.from(file.domain),
      ...(sourcePart && { sourcePart: Uint8Array.from(sourcePart) }),
      sourceClass: Int32Array.from(file.sourceClass),
      imageIndex: Int32Array.from(file.imageIndex),
    },
    checkpoints,
  }
}

/** The settled frame of an epoch, laid out by t-SNE or by PCA, which has no figures of fit. Throws `not-found` when that epoch has none. */
export async function readMapFrame(trial: TrialFolder, epoch: number, method: EmbeddingFrame['method'] = 'tsne'): Promise<EmbeddingFrame> {
  const { array, has, meta } = await readFrame(trial, epoch)
  const frame = {
    ...meta,
    phase: 'settled' as const,
    prediction: array('prediction', Int32Array),
    confidence: array('confidence', Float32Array),
    entropy: has('entropy') ? array('entropy', Float32Array) : new Float32Array(0),
  }
  if (method === 'tsne') return { ...frame, positions: array('positions', Float32Array) }
  return { ...frame, method, positions: array('pca', Float32Array), kl: null, trustworthiness: null, agreement: null }
}

/** Both layouts of an epoch, to go on from. */
export async function readMapLayouts(trial: TrialFolder, epoch: number): Promise<SettledLayouts> {
  const { array, has } = await readFrame(trial, epoch)
  return { positions: array('positions', Float32Array), twin: has('twin') ? array('twin', Float32Array) : null }
}

/** [N] class of the source images each point lies beside; null in a map of an earlier version. */
export async function readMapBeside(trial: TrialFolder, epoch: number): Promise<Int32Array | null> {
  const { array, has } = await readFrame(trial, epoch)
  return has('beside') ? array('beside', Int32Array) : null
}

/** Nearest points of one point in feature space at a checkpoint, nearest first, with Euclidean distances. */
export async function readMapNeighbours(
  trial: TrialFolder,
  { epoch, point, count }: { readonly epoch: number; readonly point: number; readonly count: number },
): Promise<CommandOutput<EngineContract, 'embedding.neighbours'>> {
  const { array } = await readFrame(trial, epoch)
  const indices = array('neighbours', Int32Array)
  const squared = array('squaredDistances', Float32Array)
  const points = array('prediction', Int32Array).length
  if (point >= points)
    throw new AppError('invalid-input', `There is no point ${point}; the map has ${points}.`, 'Choose a point of the map.', 'point')
  const k = indices.length / points
  return Array.from({ length: Math.min(count, k) }, (_, rank) => ({
    point: indices[point * k + rank],
    distance: Math.sqrt(squared[point * k + rank]),
  }))
}

async function readFrame(trial: TrialFolder, epoch: number) {
  const stored = await readTensorFolder(join(trial.embedding, folderName(epoch)))
  if (stored === null)
    throw new AppError(
      'not-found',
      `There is no map of epoch ${epoch}.`,
      'Maps are kept for checkpoints that the map has caught up with.',
      'epoch',
    )
  return {
    meta: FrameMeta.parse(stored.meta),
    has: (name: string) => stored.arrays.some((one) => one.name === name),
    array<T extends Float32Array | Int32Array>(name: string, type: new (values: number) => T): T {
      const found = stored.arrays.find((one) => one.name === name)?.data
      if (!(found instanceof type))
        throw new AppError(
          'invalid-input',
          `The map of epoch ${epoch} has no ${name}.`,
          'Remove its folder; it is drawn again when the run is resumed.',
        )
      return found
    },
  }
}

function folderName(epoch: number): string {
  return `epoch-${String(epoch).padStart(6, '0')}`
}
