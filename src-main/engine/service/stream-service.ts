/** Streams through a trained trial: opens model and images, runs the stream, and only then looks at labels. */
import { AppError } from '@shared/contract/failure'
import type { RunRecord } from '@shared/domain/run'
import type { StreamPlan, StreamResult } from '@shared/domain/stream'
import type { RunFolder } from '../../storage/run-folder'
import { makeEmptyFolder } from '../data/make-empty-folder'
import { resolveParams } from '../methods/resolve-params'
import { createRandom } from '../nn/random'
import { brokenAssumptions, classExcessOf } from '../test-time/broken-assumptions'
import { findStreamMethod } from '../test-time/registry'
import { type BatchReport, runStream } from '../test-time/run-stream'
import { streamFigures } from '../test-time/stream-figures'
import { createStreamImages } from '../test-time/stream-images'
import type { StreamMethodDefinition } from '../test-time/stream-method'
import { streamBatches } from '../test-time/stream-order'
import { partSegments, type StreamSegment, shiftSegments } from '../test-time/stream-segments'
import { argMaxRows } from '../training/predict'
import type { DomainStore } from './domain-store'
import { type AdaptedRun, keepAdapted } from './keep-adapted'
import { type OpenImages, openStreamImages } from './open-stream-images'
import { type OpenTrial, openTrial } from './open-trial'
import { predictNow, streamContextOf } from './stream-context'

export interface StreamRequest {
  readonly run: { readonly folder: RunFolder; readonly record: RunRecord }
  readonly trialId: string
  /** A folder of images; null takes the source's test images, whose labels are open. */
  readonly data: string | null
  readonly plan: StreamPlan
  /** For the adapted model and the stream's description; null keeps neither. */
  readonly keepIn: AdaptedRun | null
}

export interface StreamWatcher {
  readonly signal: AbortSignal
  /** `secondsLeft`: null for the first batches. */
  onBatch(report: BatchReport, secondsLeft: number | null): void
}

export interface FinishedStream {
  readonly result: StreamResult
  /** The run that holds the adapted model; null where it was not kept. */
  readonly kept: RunRecord | null
}

/** Batches after which the time left can be told. */
const batchesForEstimate = 3

/** Throws `invalid-input` for a plan that the images or the network do not allow, `not-found`, or `cancelled`. */
export async function streamThrough(domains: DomainStore, request: StreamRequest, watcher: StreamWatcher): Promise<FinishedStream> {
  const { run, trialId, keepIn } = request
  // Before anything is opened: an unknown method is the user's first mistake.
  const method = findStreamMethod(request.plan.method)
  if (keepIn !== null) await makeEmptyFolder(keepIn.folder.path)
  const adapting = await openTrial(domains, run, trialId, watcher.signal)
  try {
    const reference = await openTrial(domains, run, trialId, watcher.signal)
    try {
      return await streamOpened(domains, request, watcher, { method, adapting, reference })
    } finally {
      reference.session.dispose()
    }
  } finally {
    adapting.session.dispose()
  }
}

interface OpenedForStream {
  readonly method: StreamMethodDefinition
  /** The same trial twice: one that the method changes, one that stays. */
  readonly adapting: OpenTrial
  readonly reference: OpenTrial
}

async function streamOpened(
  domains: DomainStore,
  request: StreamRequest,
  watcher: StreamWatcher,
  { method, adapting, reference }: OpenedForStream,
): Promise<FinishedStream> {
  const { run, data, plan } = request
  const images = await openStreamImages(domains, { run, pair: adapting.pair, data, order: plan.order }, watcher.signal)
  const segments = segmentsOf(images, plan)
  const labelsForOrder = plan.protocol === 'correlated' ? labelsForOrderOf(images) : null
  const random = createRandom(`stream/${plan.seed}`)
  const context = streamContextOf(adapting, random.fork('method'))
  const session = method.start(context, resolveParams(method.params, plan.settings))
  try {
    const { classes } = context.model
    const began = performance.now()
    const outcome = await runStream({
      session,
      sourceOf: (items, x) => argMaxRows(predictNow(reference.session, x), classes).slice(-items.length),
      batches: streamBatches({ segments, labels: labelsForOrder }, plan, random.fork('order')),
      classes,
      plan,
      imagesOf: createStreamImages(images.source, plan.seed),
      signal: watcher.signal,
      onBatch(report) {
        const perBatch = (performance.now() - began) / 1000 / report.batch
        watcher.onBatch(report, report.batch < batchesForEstimate ? null : perBatch * (report.batches - report.batch))
      },
    })
    const labels = labelsForOrder ?? images.readLabels('Error of a finished stream.')
    const result: StreamResult = {
      ...streamFigures(outcome, plan, { segments, labels }),
      notes: notesOf(method, plan, outcome.reports, outcome.collapses),
      ledger: { targetLabelReads: images.reads.length },
      savedAs: request.keepIn?.folder.path ?? null,
    }
    const { keepIn } = request
    const kept = keepIn === null ? null : await keepAdapted({ ...request, keepIn }, { adapting, result, ledger: images.reads })
    return { result, kept }
  } finally {
    session.dispose()
  }
}

function segmentsOf({ source, parts }: OpenImages, { shifts }: StreamPlan): StreamSegment[] {
  if (parts === null) return shiftSegments(source.count, shifts)
  if (shifts.length === 0) return partSegments(parts)
  throw new AppError(
    'invalid-input',
    'The subfolders are the shifts of this stream; others cannot be laid over them.',
    'Leave out --shift, or --order subfolders.',
    'shift',
  )
}

/** Throws `invalid-input` where the images have no classes that the model knows. */
export function labelsForOrderOf(images: OpenImages): Int32Array {
  const labels = images.readLabels('Order of a correlated stream; the method does not see it.')
  if (labels !== null) return labels
  throw new AppError(
    'invalid-input',
    'A correlated stream is put in order by class, and these images have no classes that the model knows.',
    'Give a folder with class folders, leave out --data to stream the source’s test images, or take another --protocol.',
    'protocol',
  )
}

/** Batches of fewer images say nothing about the mix of classes. */
const fewestForShares = 8

/** Under one shift at a time: a model may see other classes under another, which is no order of the images. */
function largestExcess(reports: readonly BatchReport[]): number {
  const bySegment = new Map<number, Int32Array[]>()
  for (const { items, source } of reports) {
    if (source.length < fewestForShares) continue
    const { segment } = items[0]
    bySegment.set(segment, [...(bySegment.get(segment) ?? []), source])
  }
  return Math.max(0, ...[...bySegment.values()].map(classExcessOf))
}

function notesOf(method: StreamMethodDefinition, plan: StreamPlan, reports: readonly BatchReport[], collapses: number): string[] {
  const notes = brokenAssumptions(method, { batch: Math.max(plan.batch, plan.window), classExcess: largestExcess(reports) })
  if (collapses > 0) {
    const what = plan.guard ? 'The model was put back each time.' : 'Turn on the guard to have the model put back when that happens.'
    notes.push(
      `In ${collapses} of ${reports.length} batches nearly everything was given one class, unlike the source model's answers. ${what}`,
    )
  }
  return notes
}
