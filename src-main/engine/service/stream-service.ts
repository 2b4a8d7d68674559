/** Streams through a trained trial: opens model and images, runs the stream, and only then looks at labels. */
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { LedgerEntry } from '@shared/domain/ledger'
import type { RunRecord } from '@shared/domain/run'
import type { StreamPlan, StreamResult } from '@shared/domain/stream'
import { writeFileAtomic } from '../../storage/atomic-file'
import { makeFolder } from '../../storage/make-folder'
import type { RunFolder } from '../../storage/run-folder'
import { writingTo } from '../../storage/unwritable'
import type { ImportedDomain } from '../data/imported-domain'
import { vaultOver } from '../data/split-pair'
import type { Images } from '../data/types'
import { resolveParams } from '../methods/resolve-params'
import { createRandom } from '../nn/random'
import { brokenAssumptions, classExcessOf } from '../test-time/broken-assumptions'
import { findStreamMethod } from '../test-time/registry'
import { type BatchReport, runStream } from '../test-time/run-stream'
import { streamFigures } from '../test-time/stream-figures'
import { createStreamImages, type StreamSource } from '../test-time/stream-images'
import type { StreamMethodDefinition, StreamSession } from '../test-time/stream-method'
import { streamBatches } from '../test-time/stream-order'
import { saveCheckpoint } from '../training/checkpoint'
import type { DomainStore } from './domain-store'
import { type OpenTrial, openTrial } from './open-trial'
import { predictNow, streamContextOf } from './stream-context'

export interface StreamRequest {
  readonly run: { readonly folder: RunFolder; readonly record: RunRecord }
  readonly trialId: string
  /** A folder of images; null takes the source's test images, whose labels are open. */
  readonly data: string | null
  readonly plan: StreamPlan
  /** Absolute: the adapted model and the stream's description are written there. */
  readonly out: string | null
}

export interface StreamWatcher {
  readonly signal: AbortSignal
  onBatch(report: BatchReport): void
}

/** Throws `invalid-input` for a plan that the images or the network do not allow, `not-found`, or `cancelled`. */
export async function streamThrough(domains: DomainStore, request: StreamRequest, watcher: StreamWatcher): Promise<StreamResult> {
  const { run, trialId, plan } = request
  const method = findStreamMethod(plan.method)
  const [adapting, reference] = [
    await openTrial(domains, run, trialId, watcher.signal),
    await openTrial(domains, run, trialId, watcher.signal),
  ]
  try {
    const images = await openImages(domains, request, adapting, watcher.signal)
    const labelsForOrder =
      plan.protocol === 'correlated' ? images.readLabels('Order of a correlated stream; the method does not see it.') : null
    if (plan.protocol === 'correlated' && labelsForOrder === null) {
      throw new AppError(
        'invalid-input',
        'A correlated stream is put in order by class, and these images have no classes that the model knows.',
        'Give a folder with class folders, leave out --data to stream the source’s test images, or take another --protocol.',
        'protocol',
      )
    }
    const random = createRandom(`stream/${plan.seed}`)
    const context = streamContextOf(adapting, random.fork('method'))
    const session = method.start(context, resolveParams(method.params, plan.settings))
    try {
      const outcome = await runStream({
        session,
        reference: (x) => predictNow(reference.session, x),
        batches: streamBatches({ count: images.source.count, labels: labelsForOrder }, plan, random.fork('order')),
        classes: context.model.classes,
        plan,
        imagesOf: createStreamImages(images.source, plan.seed),
        signal: watcher.signal,
        onBatch: watcher.onBatch,
      })
      const notes = notesOf(method, plan, outcome.reports, outcome.collapses)
      const labels = labelsForOrder ?? images.readLabels('Error of a finished stream.')
      const result: StreamResult = {
        ...streamFigures(outcome, plan, labels),
        notes,
        ledger: { targetLabelReads: images.reads.length },
      }
      if (request.out !== null) await saveAdapted(request, adapting, session, result, images.reads)
      return result
    } finally {
      session.dispose()
    }
  } finally {
    adapting.session.dispose()
    reference.session.dispose()
  }
}

interface OpenImages {
  readonly source: StreamSource
  /** Null where there are none. A target's are read through the ledger. */
  readLabels(purpose: string): Int32Array | null
  readonly reads: readonly LedgerEntry[]
}

async function openImages(
  domains: DomainStore,
  { data, run, plan }: StreamRequest,
  { pair }: OpenTrial,
  signal: AbortSignal,
): Promise<OpenImages> {
  const { images, preparation } = run.record.request
  if (data === null) {
    // As the run prepared it: rows of another preparation would be other images.
    const source = await domains.get(
      { source: run.record.request.source, role: 'source', images, preparation: preparation?.source },
      signal,
    )
    const { test } = pair.source
    return { source: sourceOf(test, source), readLabels: () => test.labels, reads: [] }
  }
  const domain = await domains.get({ source: { kind: 'folder', path: data }, role: 'target', images }, signal)
  const indices = orderedIndices(domain, plan)
  const reads: LedgerEntry[] = []
  const source: StreamSource = {
    count: indices.length,
    size: domain.summary.imageSize,
    pixels: domain.pixels.read(indices),
    keys: Array.from(indices, (index) => domain.contentHashes[index]),
  }
  const classes = { classNames: pair.classNames, classMap: run.record.request.classMap ?? {} }
  const vault = vaultOver({ domain, indices }, classes, (entry) => reads.push({ time: new Date().toISOString(), ...entry }))
  const readLabels = (purpose: string) => vault?.read({ split: 'test', kind: 'report', place: 'stream', purpose }) ?? null
  return { source, readLabels, reads }
}

function sourceOf(images: Images, domain: ImportedDomain): StreamSource {
  const keys = Array.from(images.domainIndex, (index) => domain.contentHashes[index])
  return { count: images.count, size: images.size, pixels: images.pixels.read(images.domainIndex.map((_, row) => row)), keys }
}

/** In the order of the files where that was asked for and does not tell the classes. */
function orderedIndices({ files, summary }: ImportedDomain, { order }: StreamPlan): Int32Array {
  const indices = Int32Array.from({ length: summary.images }, (_, index) => index)
  if (order !== 'file') return indices
  if (files === null) {
    throw new AppError(
      'invalid-input',
      'The order of the files cannot be kept: these images lie in class folders, so their paths tell the labels.',
      'Give a folder without class folders, or leave out --order file.',
      'order',
    )
  }
  return indices.sort((a, b) => files[a].localeCompare(files[b], 'en', { numeric: true }))
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

/** The adapted model as a checkpoint, where it came from and what it saw. */
async function saveAdapted(
  { run, trialId, out }: StreamRequest,
  { session, epoch }: OpenTrial,
  stream: StreamSession,
  result: StreamResult,
  reads: readonly LedgerEntry[],
): Promise<void> {
  const folder = out as string
  await writingTo(folder, 'out', () => makeFolder(folder))
  const state = new Map([...session.state, ...stream.adapted])
  await saveCheckpoint(
    join(folder, 'checkpoints'),
    { state },
    { step: result.images, epoch, seconds: result.seconds, images: result.images },
  )
  const origin = { run: run.record.folder, runId: run.record.id, trial: trialId, fingerprints: run.record.fingerprints }
  await writeFileAtomic(join(folder, 'stream.json'), `${JSON.stringify({ origin, result, ledger: reads }, null, 2)}\n`)
}
