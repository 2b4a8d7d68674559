/** One trained model looking at shifted images: what a move of a slider costs is arithmetic on the images and one pass of the network. */
import { randomBytes } from 'node:crypto'
import { AppError } from '@shared/contract/failure'
import type { RunRecord } from '@shared/domain/run'
import type { ShiftStack } from '@shared/domain/shift'
import type { ShiftScene as SceneRecord, ShiftImages, ShiftPlaces, ShiftReadings } from '@shared/domain/shift-scene'
import type { RunFolder } from '../../storage/run-folder'
import { maximumMeanDiscrepancy, meanKernel, medianSquaredDistance } from '../analysis/discrepancy'
import type { FeatureMatrix } from '../analysis/feature-matrix'
import { layoutSteps } from '../analysis/layout-steps'
import { createPlacer, type Placer } from '../analysis/place-points'
import { runInSlices } from '../analysis/run-in-slices'
import { alone, type Crew } from '../analysis/threads/crew'
import { type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import { memoryPixels } from '../data/pixel-rows'
import { toRgba } from '../data/sample-strip'
import { selectImages } from '../data/select-images'
import type { Images } from '../data/types'
import { accuracyPct } from '../evaluation/accuracy'
import { softmaxRows } from '../evaluation/validators/softmax'
import { wilsonInterval } from '../evaluation/wilson-interval'
import type { Session } from '../methods/method'
import { createShifter, type Shifter } from '../shift/apply-shifts'
import { imageTensor } from '../training/batches'
import { nextTurn } from '../training/next-turn'
import { argMaxRows, extractFeatures } from '../training/predict'
import type { DomainStore } from './domain-store'
import { disposeRows, type FeatureRows, squaredDistances, withSquares } from './feature-rows'
import { chooseMapPoints, pointsPerDomain, spread } from './map-points'
import { openMap, readMapFrame } from './map-store'
import { openTrial } from './open-trial'
import { type HeldPass, holdPass, type ScenePass } from './scene-pass'
import { predictNow } from './stream-context'

export interface SceneRequest {
  readonly run: { readonly folder: RunFolder; readonly record: RunRecord }
  readonly trialId: string
  readonly images: ShiftImages
  readonly seed: number
  /** Who shifts the images and places their points; the calling thread alone unless stated. */
  readonly crew?: Crew
}

/** Images of one pass of the network; between passes commands are answered and a newer slider position can take over. */
const passImages = 125
/** Stacks whose features are kept, for the questions that follow on the same slider position. */
const keptLooks = 3
/** Stacks whose pixels are kept: that of the sliders, and that of a sweep which runs beside them. */
const keptStacks = 2

interface Look {
  readonly readings: ShiftReadings
  readonly rows: FeatureRows
}

/** Everything that stays while the sliders move. */
interface SceneParts {
  readonly record: SceneRecord
  readonly session: Session
  readonly pass: HeldPass
  readonly sample: Images
  readonly shifter: Shifter
  readonly reference: Reference
}

interface Reference {
  readonly rows: FeatureRows
  /** [1, D] what was taken off to centre them. */
  readonly centre: Tensor2D
  readonly labels: Int32Array
  readonly placer: Placer
  readonly bandwidth: number
  /** Mean kernel among reference points. */
  readonly kernel: number
}

export class ShiftScene {
  private readonly looks = new Map<string, Look>()
  private readonly pixels = new Map<string, Uint8Array>()
  /** What lives no longer than the scene, such as a stream of its images. */
  private readonly attached = new Set<{ dispose(): void }>()
  /** Class of each image's nearest reference while nothing is shifted; made when first asked for. */
  private home: Int32Array | null = null
  private closed = false

  constructor(private readonly parts: SceneParts) {}

  get record(): SceneRecord {
    return this.parts.record
  }

  /** Shifted images as RGBA: [indices, size, size, 4]. Throws `invalid-input` for an index that is not there. */
  images(stack: ShiftStack, indices: readonly number[]): Uint8Array {
    const { count, size } = this.parts.sample
    const shifted = this.shifted(stack)
    const pixels = new Uint8Array(indices.length * size * size * 4)
    for (const [place, index] of indices.entries()) {
      if (index >= count)
        throw new AppError('invalid-input', `There is no image ${index}; the scene has ${count}.`, 'Open the scene again.', 'indices')
      toRgba(shifted.subarray(index * size * size * 3, (index + 1) * size * size * 3), pixels.subarray(place * size * size * 4))
    }
    return pixels
  }

  async measure(stack: ShiftStack, signal: AbortSignal): Promise<ShiftReadings> {
    return (await this.look(stack, signal)).readings
  }

  async place(stack: ShiftStack, signal: AbortSignal): Promise<ShiftPlaces> {
    this.home ??= this.nearestClasses((await this.look([], signal)).rows).classes
    return this.placeRows((await this.look(stack, signal)).rows, signal)
  }

  /** As `measure` and `place`, through another state of the network, such as an adapted one; nothing of it is kept. */
  async lookThrough(pass: ScenePass, stack: ShiftStack, signal: AbortSignal): Promise<{ places: ShiftPlaces; readings: ShiftReadings }> {
    this.home ??= this.nearestClasses((await this.look([], signal)).rows).classes
    const { readings, rows } = await this.passAll(pass, stack, signal)
    try {
      return { readings, places: await this.placeRows(rows, signal) }
    } finally {
      disposeRows(rows)
    }
  }

  private async placeRows(rows: FeatureRows, signal: AbortSignal): Promise<ShiftPlaces> {
    const { reference } = this.parts
    const { classes, distances } = this.nearestClasses(rows)
    const { home } = this
    await this.stillWanted(signal)
    const positions = reference.placer.place(distances)
    await this.stillWanted(signal)
    const own = squaredDistances(rows, rows)
    return {
      positions,
      left: classes.reduce((sum, classId, image) => sum + (classId === home?.[image] ? 0 : 1), 0),
      discrepancy: maximumMeanDiscrepancy({
        first: reference.kernel,
        second: meanKernel(own, reference.bandwidth),
        between: meanKernel(distances, reference.bandwidth),
      }),
    }
  }

  /** Its images under a stack, by their index: x [n,size,size,3] float32 in [0,1]; the caller disposes it. */
  batch(stack: ShiftStack, indices: Int32Array): Tensor4D {
    const { sample } = this.parts
    return imageTensor({ ...sample, pixels: memoryPixels(this.shifted(stack), sample.pixels.rowBytes) }, indices)
  }

  /** Logits [n·K] row-major of images of the scene, with the statistics of the source. */
  predict(x: Tensor4D): Float32Array {
    return predictNow(this.parts.session, x)
  }

  /** Gives another session of the same trial the weights of this scene, which a run that trains on may have left behind. Throws `cancelled` when the scene is closed. */
  copyModelTo(session: Session): void {
    if (this.closed) throw new AppError('cancelled', 'The model in view was closed.', 'The newer one is opened instead.')
    for (const name of this.parts.session.weights) {
      const [from, to] = [this.parts.session.state.get(name), session.state.get(name)]
      if (from === undefined || to === undefined) throw new Error(`the weight ${name} is not in both sessions of one trial`)
      to.assign(from)
    }
  }

  /** Disposes `part` together with the scene, unless it is taken off before; returns what takes it off. */
  attach(part: { dispose(): void }): () => void {
    this.attached.add(part)
    return () => this.attached.delete(part)
  }

  dispose(): void {
    this.closed = true
    for (const part of [...this.attached]) part.dispose()
    const { session, pass, reference } = this.parts
    pass.dispose()
    for (const { rows } of this.looks.values()) disposeRows(rows)
    this.looks.clear()
    disposeRows(reference.rows)
    reference.centre.dispose()
    session.dispose()
  }

  /** Gives the event loop a turn, in which a newer position of a slider may take this one's place. */
  private async stillWanted(signal: AbortSignal): Promise<void> {
    await nextTurn()
    if (signal.aborted || this.closed)
      throw new AppError('cancelled', 'The sliders have moved on.', 'The newer position is measured instead.')
  }

  private shifted(stack: ShiftStack): Uint8Array {
    const key = JSON.stringify(stack)
    const pixels = this.pixels.get(key) ?? this.parts.shifter.apply(stack)
    this.pixels.delete(key)
    this.pixels.set(key, pixels)
    for (const oldest of [...this.pixels.keys()].slice(0, -keptStacks)) this.pixels.delete(oldest)
    return pixels
  }

  private async look(stack: ShiftStack, signal: AbortSignal): Promise<Look> {
    const key = JSON.stringify(stack)
    const known = this.looks.get(key)
    if (known !== undefined) return known
    const look = await this.passAll(this.parts.pass.run, stack, signal)
    this.keep(key, look)
    return look
  }

  /** The caller owns the rows. */
  private async passAll(pass: ScenePass, stack: ShiftStack, signal: AbortSignal): Promise<Look> {
    const { sample, record, reference } = this.parts
    const classes = record.classNames.length
    const order = passOrder(sample.count)
    const parts: Tensor2D[] = []
    const logits = new Float32Array(sample.count * classes)
    try {
      for (const rows of order) {
        const x = this.batch(stack, rows)
        const { features, scores } = tf.tidy(() => {
          const { features: raw, logits: scores } = pass(x)
          return { features: tf.sub(raw, reference.centre) as Tensor2D, scores }
        })
        x.dispose()
        parts.push(features)
        const values = scores.dataSync<'float32'>()
        scores.dispose()
        rows.forEach((row, at) => {
          logits.set(values.subarray(at * classes, (at + 1) * classes), row * classes)
        })
        await this.stillWanted(signal)
      }
      return { readings: readingsOf(logits, record), rows: withSquares(inRowOrder(parts, order)) }
    } finally {
      tf.dispose(parts)
    }
  }

  private keep(key: string, look: Look): void {
    const replaced = this.looks.get(key)
    if (replaced !== undefined) disposeRows(replaced.rows)
    this.looks.set(key, look)
    for (const [oldest, { rows }] of [...this.looks].slice(0, -keptLooks)) {
      disposeRows(rows)
      this.looks.delete(oldest)
    }
  }

  private nearestClasses(rows: FeatureRows): { readonly classes: Int32Array; readonly distances: Float32Array } {
    const { reference } = this.parts
    const distances = squaredDistances(rows, reference.rows)
    const references = reference.labels.length
    const classes = Int32Array.from({ length: distances.length / references }, (_, row) => {
      let best = row * references
      for (let at = best + 1; at < (row + 1) * references; at++) if (distances[at] < distances[best]) best = at
      return reference.labels[best - row * references]
    })
    return { classes, distances }
  }
}

/** Throws `not-found` for an unknown trial or one without a checkpoint. Reads no label of the target. */
export async function openScene(domains: DomainStore, request: SceneRequest, signal: AbortSignal): Promise<ShiftScene> {
  const { run, trialId, images, seed, crew = alone } = request
  const { record } = run
  const { pair, session, trial, epoch } = await openTrial(domains, run, trialId, signal)
  try {
    const side = images === 'source-test' ? pair.source : pair.target
    const rows = spread(side.test.count, Math.min(pointsPerDomain, side.test.count))
    const sample = selectImages(side.test, rows)
    const map = await openReferenceMap({ request, pair, session, epoch, signal })
    const domain = await domains.get(
      images === 'source-test'
        ? { source: record.request.source, role: 'source', images: record.request.images, preparation: record.request.preparation?.source }
        : {
            source: record.request.targetTest ?? record.request.target,
            role: 'target',
            images: record.request.images,
            preparation: record.request.preparation?.target,
          },
      signal,
    )
    const keys = Array.from(sample.domainIndex, (index) => domain.contentHashes[index])
    const labels = images === 'source-test' ? rows.map((row) => pair.source.test.labels[row]) : new Int32Array(rows.length).fill(-1)
    const example = imageTensor(sample, passOrder(sample.count)[0])
    const pass = holdPass(session, images === 'source-test' ? 'source' : 'target', example)
    example.dispose()
    return new ShiftScene({
      session,
      pass,
      sample,
      shifter: createShifter(
        { height: sample.size, width: sample.size, pixels: sample.pixels.read(rows.map((_, at) => at)), keys },
        seed,
        crew,
      ),
      reference: createReference(map, crew),
      record: {
        sceneId: randomBytes(6).toString('hex'),
        runId: record.id,
        trialId,
        method: trial.method,
        epoch,
        images,
        classNames: [...pair.classNames],
        count: sample.count,
        size: sample.size,
        labels,
        reference: { positions: map.positions, labels: map.labels },
        map: map.kind,
      },
    })
  } catch (error) {
    session.dispose()
    throw error
  }
}

/** Rows of each pass. Neighbours are of the same class: a pass takes every so many rows, so that statistics of its batch are those of all. */
function passOrder(count: number): Int32Array[] {
  const passes = Math.ceil(count / passImages)
  return Array.from({ length: passes }, (_, first) => rowsFrom(first, passes, count))
}

/** first, first + step, … below count. */
function rowsFrom(first: number, step: number, count: number): Int32Array {
  return Int32Array.from({ length: Math.ceil((count - first) / step) }, (_, at) => first + at * step)
}

/** Rows of the parts, in the order of the row numbers they stand for. */
function inRowOrder(parts: readonly Tensor2D[], order: readonly Int32Array[]): Tensor2D {
  const places = new Int32Array(order.reduce((sum, rows) => sum + rows.length, 0))
  order
    .flatMap((rows) => [...rows])
    .forEach((row, at) => {
      places[row] = at
    })
  return tf.tidy(() => tf.gather(tf.concat([...parts], 0), tf.tensor1d(places, 'int32')) as Tensor2D)
}

interface ReferenceMap {
  readonly features: FeatureMatrix
  readonly positions: Float32Array
  readonly labels: Int32Array
  readonly kind: SceneRecord['map']
}

interface MapQuestion extends Pick<Awaited<ReturnType<typeof openTrial>>, 'pair' | 'session' | 'epoch'> {
  readonly request: SceneRequest
  readonly signal: AbortSignal
}

/** The source points of the trial's own map where it has one of this checkpoint; otherwise one laid out now. */
async function openReferenceMap({ request, pair, session, epoch, signal }: MapQuestion): Promise<ReferenceMap> {
  const { run, trialId } = request
  const { source, points } = chooseMapPoints(pair, run.record.request, { runId: run.record.id, trialId })
  const values = await extractFeatures(session, source, 'source')
  const features = { features: values, count: source.count, dimensions: values.length / source.count }
  const labels = points.sourceClass.slice(0, source.count)
  const folder = run.folder.trial(trialId)
  const kept = await openMap(folder)
  const same =
    kept.points?.imageIndex.length === points.imageIndex.length && kept.points.imageIndex.every((at, i) => at === points.imageIndex[i])
  if (same && kept.checkpoints.some((one) => one.epoch === epoch)) {
    const frame = await readMapFrame(folder, epoch)
    return { features, labels, positions: frame.positions.slice(0, 2 * source.count), kind: 'trial' }
  }
  const perplexity = Math.min(30, Math.floor((source.count - 1) / 3))
  const layout = await runInSlices(layoutSteps({ ...features, perplexity, seed: 0 }), { sliceMs: 20, signal })
  return { features, labels, positions: layout.positions(), kind: 'fresh' }
}

function createReference({ features, positions, labels }: ReferenceMap, crew: Crew): Reference {
  const [centred, centre] = tf.tidy(() => {
    const raw = tf.tensor2d(features.features, [features.count, features.dimensions])
    const mean = tf.mean(raw, 0, true) as Tensor2D
    return [tf.sub(raw, mean) as Tensor2D, mean]
  })
  const rows = withSquares(centred)
  const distances = squaredDistances(rows, rows)
  const bandwidth = medianSquaredDistance(distances)
  return {
    rows,
    centre,
    labels,
    placer: createPlacer({ positions, squaredDistances: distances, crew }),
    bandwidth,
    kernel: meanKernel(distances, bandwidth),
  }
}

function readingsOf(logits: Float32Array, { classNames, labels, images }: SceneRecord): ShiftReadings {
  const classes = classNames.length
  const probabilities = softmaxRows(logits, classes)
  const prediction = argMaxRows(logits, classes)
  const confidence = Float32Array.from(prediction, (label, row) => probabilities[row * classes + label])
  const entropy = Float32Array.from(prediction, (_, row) => {
    let sum = 0
    for (const p of probabilities.subarray(row * classes, (row + 1) * classes)) if (p > 0) sum -= p * Math.log(p)
    return sum
  })
  const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    prediction,
    confidence,
    entropy,
    accuracyPct: images === 'source-test' ? accuracyWithInterval(prediction, labels) : null,
    meanConfidencePct: 100 * mean(confidence),
    meanEntropy: mean(entropy),
  }
}

function accuracyWithInterval(prediction: Int32Array, labels: Int32Array): NonNullable<ShiftReadings['accuracyPct']> {
  const value = accuracyPct(prediction, labels)
  const { low, high } = wilsonInterval(Math.round((value / 100) * labels.length), labels.length)
  return { value, low: 100 * low, high: 100 * high }
}
