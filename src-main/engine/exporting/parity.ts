/** Whether a written model gives the lab's answers: held-out images of both domains through both, compared one by one. */

import { AppError } from '@shared/contract/failure'
import type { DomainParity, ParityReport } from '@shared/domain/export'
import type { DomainRole } from '@shared/domain/ids'
import { type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import type { Images } from '../data/types'
import type { ReadGraph } from '../network-graph/read-graph'
import { imageTensor } from '../training/batches'
import { nextTurn } from '../training/next-turn'
import { argMaxRows } from '../training/predict'
import type { ModelRuntime } from './runtimes/model-runtime'

/** A batch of images as both sides take them. */
const batchSize = 32

export interface ParityRequest {
  readonly runtime: ModelRuntime
  /** Logits of the lab's model. x [B,S,S,3] in [0,1] → [B,K]; belongs to the caller's tidy scope. */
  readonly lab: (x: Tensor4D) => Tensor2D
  readonly classes: number
  readonly images: Readonly<Record<DomainRole, Images>>
  readonly tolerance: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

export interface ParityOutcome {
  readonly report: ParityReport
  /** Classes that the written file gives each image. */
  readonly predictions: Readonly<Record<DomainRole, Int32Array>>
}

/** Runs both on every image. Throws `cancelled`; that the tolerance is kept is for `requireParity` to say. */
export async function measureParity(request: ParityRequest): Promise<ParityOutcome> {
  const { images, runtime, tolerance } = request
  const total = images.source.count + images.target.count
  let done = 0
  const step = (count: number): void => {
    done += count
    request.onProgress?.(done, total)
  }
  const [source, target] = [await compareDomain(request, 'source', step), await compareDomain(request, 'target', step)]
  const agreeing = [source.parity, target.parity].reduce((sum, one) => sum + (one.topOneAgreementPct * one.images) / 100, 0)
  return {
    report: {
      runtime: runtime.name,
      tolerance,
      maxAbsDifference: Math.max(source.parity.maxAbsDifference, target.parity.maxAbsDifference),
      topOneAgreementPct: (100 * agreeing) / total,
      source: source.parity,
      target: target.parity,
    },
    predictions: { source: source.predictions, target: target.predictions },
  }
}

/** What a cancelled export fails with. */
export function exportStopped(): AppError {
  return new AppError('cancelled', 'The export was stopped.', 'Nothing was written; export again.')
}

/** Throws `internal`, naming the first layer whose values are off, when the report is over its tolerance. */
export async function requireParity(report: ParityReport, { graph, runtime, layers, images, tolerance }: LayerSearch): Promise<void> {
  if (report.maxAbsDifference <= tolerance) return
  const layer = await firstLayerOver({ graph, runtime, layers, images, tolerance })
  throw new AppError(
    'internal',
    `The exported model does not give the lab's answers: a probability is off by ${report.maxAbsDifference.toPrecision(2)}, more than ${tolerance}. The first layer over the tolerance is ${layer}.`,
    'Nothing was exported. Try another format, and report the layer.',
    layer,
  )
}

export interface LayerSearch extends ReadGraph {
  readonly runtime: ModelRuntime
  readonly images: Images
  readonly tolerance: number
}

/** Name of the first layer, in the order of the network, that is off by more than the tolerance of its largest value. */
export async function firstLayerOver({ graph, runtime, layers, images, tolerance }: LayerSearch): Promise<string> {
  const rows = firstRows(images)
  const written = await runtime.layers(pixelsOf(images, rows), rows.length, graph)
  const x = imageTensor(images, rows)
  const own = layers(x)
  try {
    for (const { name } of graph.nodes) {
      const [want, got] = [own.get(name), written.get(name)]
      if (want !== undefined && got !== undefined && relativeDifference(want.dataSync<'float32'>(), got) > tolerance) return name
    }
    return graph.nodes[graph.nodes.length - 1].name
  } finally {
    x.dispose()
    for (const tensor of own.values()) tensor.dispose()
  }
}

/** The images that a `ReadGraph` is read with: its layers can be asked for that many. */
export function firstRows({ count }: Images): Int32Array {
  return Int32Array.from({ length: Math.min(4, count) }, (_, row) => row)
}

async function compareDomain(
  { images, runtime, lab, classes, signal }: ParityRequest,
  role: DomainRole,
  step: (count: number) => void,
): Promise<{ readonly parity: DomainParity; readonly predictions: Int32Array }> {
  const all = images[role]
  const differences: number[] = []
  const predictions = new Int32Array(all.count)
  let agreeing = 0
  for (let start = 0; start < all.count; start += batchSize) {
    if (signal?.aborted) throw exportStopped()
    const rows = Int32Array.from({ length: Math.min(batchSize, all.count - start) }, (_, at) => start + at)
    const written = await runtime.run(pixelsOf(all, rows), rows.length)
    const x = imageTensor(all, rows)
    const own = tf.tidy(() => tf.softmax(lab(x)).dataSync<'float32'>())
    x.dispose()
    const [wanted, given] = [argMaxRows(own, classes), argMaxRows(written, classes)]
    for (const at of rows.keys()) {
      differences.push(largestDifference(own, written, { from: at * classes, count: classes }))
      agreeing += wanted[at] === given[at] ? 1 : 0
    }
    predictions.set(given, start)
    step(rows.length)
    await nextTurn()
  }
  return {
    parity: {
      images: all.count,
      maxAbsDifference: differences.reduce((most, one) => Math.max(most, one), 0),
      topOneAgreementPct: (100 * agreeing) / all.count,
      differences,
    },
    predictions,
  }
}

/** Pixel values 0 to 255 as floats, as exported models take them. */
function pixelsOf(images: Images, rows: Int32Array): Float32Array {
  return Float32Array.from(images.pixels.read(rows))
}

/** A value that is no number counts as infinitely far off. */
function largestDifference(a: Float32Array, b: Float32Array, { from, count }: { readonly from: number; readonly count: number }): number {
  let most = 0
  for (let at = from; at < from + count; at++) {
    const off = Math.abs(a[at] - b[at])
    most = Math.max(most, Number.isNaN(off) ? Number.MAX_VALUE : off)
  }
  return most
}

function relativeDifference(want: Float32Array, got: Float32Array): number {
  if (want.length !== got.length) return Number.MAX_VALUE
  const largest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
  return largestDifference(want, got, { from: 0, count: want.length }) / largest
}
