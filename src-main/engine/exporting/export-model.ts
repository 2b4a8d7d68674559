/** Writes a trained model in one format, and lets it out only once an independent runtime has given the lab's answers with it. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { ExportManifest, ExportPhase } from '@shared/domain/export'
import type { DomainRole } from '@shared/domain/ids'
import { asStored } from '@shared/domain/preparation'
import type { RunRecord, Trial } from '@shared/domain/run'
import { writeFolderAtomic } from '../../storage/atomic-folder'
import { freePath } from '../../storage/free-path'
import type { PairData } from '../data/types'
import type { Session } from '../methods/method'
import { type ModelGraph, probabilitiesOutput, weightsOf } from '../network-graph/model-graph'
import { type ReadGraph, readGraph, UnknownOperation } from '../network-graph/read-graph'
import type { GraphModel } from '../reduction/graph/graph-model'
import { imageTensor } from '../training/batches'
import { weightsSha256 } from '../training/checkpoint'
import { predictLogits } from '../training/predict'
import { type LabAccuracies, measureAccuracies } from './accuracies'
import { type CardSource, modelCard } from './card/model-card'
import { checkShifts } from './card/shift-check'
import { companionFiles } from './companions'
import { type ModelPackage, modelInput, type WrittenFile } from './formats/model-package'
import { type FormatDefinition, kindOf, misfit, toleranceOf } from './formats/registry'
import { exportStopped, firstRows, measureParity, requireParity } from './parity'
import { readReduced } from './read-reduced'
import type { ModelRuntime } from './runtimes/model-runtime'

/** A trained model with the images it is checked on. */
export interface LabModel {
  readonly session: Session
  /** What a reduced model is made of; null for one as it was trained, whose session tells. */
  readonly graph: GraphModel | null
  readonly pair: PairData
  readonly trial: Trial
  readonly epoch: number
}

/** What the card tells of the run. */
export interface CardBackground extends Pick<CardSource, 'result' | 'method' | 'recommendation' | 'reduced' | 'adapted'> {
  /** With what the export itself read. */
  readLedger(): Promise<CardSource['ledger']>
}

export interface ExportRequest {
  readonly model: LabModel
  readonly record: RunRecord
  readonly background: CardBackground
  /** What the run's report says of this model; null before there is one. */
  readonly reported: LabAccuracies | null
  readonly format: FormatDefinition
  /** Whose running statistics the model is to normalise with. */
  readonly normalisedAs: DomainRole
  /** Absolute; empty or not there yet. */
  readonly out: string
  /** A file that fails the check is kept beside `out` under the name `<out>.rejected`. */
  readonly keepRejected: boolean
  /** Of Shiftlab. */
  readonly version: string
}

export interface ExportWatcher {
  readonly signal: AbortSignal
  onProgress(phase: ExportPhase, done: number, total: number): void
}

export const manifestFile = 'shiftlab.json'

/**
 * Throws `invalid-input` for a network that cannot be expressed or a place that cannot be written, `internal` naming the layer
 * where the written file gives other answers, `no-space`, or `cancelled`; in each case nothing is left at `out`.
 */
export async function exportModel(request: ExportRequest, watcher: ExportWatcher): Promise<ExportManifest> {
  const { model, format, normalisedAs, out } = request
  watcher.onProgress('reading', 0, 1)
  const read = readNetwork(model, normalisedAs)
  const refused = misfit(format, kindOf(read.graph))
  if (refused !== null) throw refused
  const packed = packageOf(request, read.graph)
  return writeFolderAtomic(out, 'out', async (temporary) => {
    watcher.onProgress('writing', 0, 1)
    const written = format.write(packed)
    const names = await writeFiles(temporary, written)
    const runtime = await format.open(await readBack(temporary, names))
    try {
      const checked = await checkWritten({ request, read, runtime, temporary }, watcher)
      watcher.onProgress('describing', 0, 1)
      const card = modelCard(await cardSource(request, checked))
      const companions = await writeFiles(
        temporary,
        await companionFiles({ card, format, model: packed, files: written, record: request.record }),
      )
      const files = await Promise.all([
        ...names.map((file) => describeFile(temporary, file, 'model')),
        ...companions.map((file) => describeFile(temporary, file, 'companion')),
      ])
      const manifest = manifestOf({ request, packed, files, card, ...checked })
      await writeFile(join(temporary, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`)
      if (watcher.signal.aborted) throw exportStopped()
      return manifest
    } finally {
      await runtime.close()
    }
  })
}

function readNetwork({ session, graph, pair }: LabModel, domain: DomainRole): ReadGraph {
  if (graph !== null) return readReduced(graph, domain)
  const example = imageTensor(pair.source.test, firstRows(pair.source.test))
  try {
    return readGraph(session, domain, example)
  } catch (error) {
    throw error instanceof UnknownOperation ? inexpressible(error) : error
  } finally {
    example.dispose()
  }
}

function inexpressible({ operation, after }: UnknownOperation): AppError {
  return new AppError(
    'invalid-input',
    `This network cannot be exported: no export format here has a word for ${operation}, which it uses after ${after}.`,
    'Export a run with one of the built-in backbones.',
    'run',
  )
}

function packageOf({ model, record, background, version, normalisedAs }: ExportRequest, graph: ModelGraph): ModelPackage {
  const { trial, pair, epoch } = model
  const origin = background.reduced?.origin.runId ?? record.id
  const reductions = background.reduced?.history.map(({ summary }) => ` ${summary}`) ?? []
  return {
    graph,
    name: record.name,
    description: `${trial.method}, seed ${trial.seed}, epoch ${epoch} of the run ${origin}; normalises as the ${normalisedAs}.${reductions.join('')}`,
    classNames: pair.classNames,
    producerVersion: version,
  }
}

interface Written {
  readonly request: ExportRequest
  readonly read: ReadGraph
  readonly runtime: ModelRuntime
  readonly temporary: string
}

/** Compares on every test image of both domains; what fails is kept aside only where that was asked for. */
async function checkWritten({ request, read, runtime, temporary }: Written, watcher: ExportWatcher) {
  const { model, normalisedAs } = request
  const { session, pair } = model
  const images = { source: pair.source.test, target: pair.target.test }
  const tolerance = toleranceOf(kindOf(read.graph))
  const { report, predictions } = await measureParity({
    runtime,
    lab: (x) => session.predict(x, normalisedAs),
    classes: read.graph.classes,
    images,
    tolerance,
    signal: watcher.signal,
    onProgress: (done, total) => watcher.onProgress('checking', done, total),
  })
  try {
    await requireParity(report, { ...read, runtime, images: images.source, tolerance })
  } catch (error) {
    if (request.keepRejected) await rename(temporary, freePath(`${request.out}.rejected`, ''))
    throw error
  }
  const accuracy = await measureAccuracies({ model, reported: request.reported, predictions })
  return { parity: report, accuracy: { ...accuracy, labBytes: request.background.reduced?.after.bytes ?? weightBytes(read.graph) } }
}

async function cardSource(
  { model, record, background, format, normalisedAs }: ExportRequest,
  checked: NonNullable<CardSource['checked']>,
): Promise<CardSource> {
  const { session, pair, trial, epoch } = model
  const { readLedger, ...known } = background
  const classes = pair.classNames.length
  const shifts = await checkShifts(pair.source.test, classes, (images) => predictLogits(session, images, normalisedAs))
  return {
    ...known,
    ...{ record, trial, epoch, normalisedAs, shifts, checked },
    format: format.id,
    classNames: pair.classNames,
    imageSize: pair.source.test.size,
    ledger: await readLedger(),
  }
}

async function writeFiles(folder: string, files: readonly WrittenFile[]): Promise<string[]> {
  for (const { file, data } of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), data)
  }
  return files.map(({ file }) => file)
}

/** From disk, not from memory: what is checked is what was written. */
export async function readBack(folder: string, names: readonly string[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const file of names) files.set(file, await readFile(join(folder, file)))
  return files
}

async function describeFile(folder: string, file: string, part: 'model' | 'companion'): Promise<ExportManifest['files'][number]> {
  const bytes = await readFile(join(folder, file))
  return { file, part, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

type Checked = Pick<ExportManifest, 'parity' | 'accuracy' | 'files' | 'card'>

function manifestOf({
  request: { model, record, background, format, version, normalisedAs },
  packed,
  files,
  parity,
  accuracy,
  card,
}: Checked & { readonly request: ExportRequest; readonly packed: ModelPackage }): ExportManifest {
  const { trial, session, epoch } = model
  return {
    manifest: 'shiftlab-export-1',
    format: format.id,
    model: format.model,
    name: record.name,
    createdAt: new Date().toISOString(),
    shiftlab: version,
    origin: {
      runId: record.id,
      trialId: trial.id,
      method: trial.method,
      seed: trial.seed,
      backbone: record.request.backbone,
      epoch,
      weightsSha256: weightsSha256(session),
      weights: background.adapted !== null ? 'stream' : background.reduced !== null ? 'reduction' : 'checkpoint',
    },
    normalisedAs,
    input: modelInput(packed.graph),
    output: probabilitiesOutput,
    classNames: [...packed.classNames],
    files,
    modelBytes: files.reduce((sum, { part, bytes }) => sum + (part === 'model' ? bytes : 0), 0),
    preparation: record.request.preparation?.target ?? asStored,
    parity,
    accuracy,
    card,
  }
}

/** Of the network's weights as the lab keeps them. */
function weightBytes({ nodes }: ModelGraph): number {
  return nodes.flatMap(weightsOf).reduce((sum, { weight }) => sum + 4 * weight.data.length, 0)
}
