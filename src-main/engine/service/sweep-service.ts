/** Sweeps a trained trial over batch sizes and label shifts, keeping each finished stream so that a stopped sweep goes on. */
import { createHash } from 'node:crypto'
import { SweepLine, type SweepPlan, type SweepProgress, type SweepResult } from '@shared/domain/stream-sweep'
import { appendJsonLineDurably, readJsonLines } from '../../storage/json-lines'
import { resolveParams } from '../methods/resolve-params'
import { createRandom } from '../nn/random'
import { findStreamMethod } from '../test-time/registry'
import { runSweep, type SeedParts } from '../test-time/run-sweep'
import { createStreamImages } from '../test-time/stream-images'
import type { StreamSegment } from '../test-time/stream-segments'
import { sweepFindings, sweepMap } from '../test-time/sweep-result'
import { argMaxRows } from '../training/predict'
import type { DomainStore } from './domain-store'
import { openStreamImages } from './open-stream-images'
import { openTrial } from './open-trial'
import { predictNow, streamContextOf } from './stream-context'
import { labelsForOrderOf, type StreamRequest } from './stream-service'

export interface SweepRequest extends Pick<StreamRequest, 'run' | 'trialId' | 'data'> {
  readonly plan: SweepPlan
  /** File of finished streams: read before, one line added each. */
  readonly linesFile: string
}

export interface SweepWatcher {
  readonly signal: AbortSignal
  onProgress(progress: SweepProgress): void
  /** The map as far as it is known, after each stream. */
  onMap?(result: SweepResult): void
}

/** Throws `invalid-input` for images without classes, a method or network that do not fit, or `cancelled`; finished streams are kept. */
export async function sweepThrough(domains: DomainStore, request: SweepRequest, watcher: SweepWatcher): Promise<SweepResult> {
  const { run, trialId, data, plan, linesFile } = request
  const { signal } = watcher
  const method = findStreamMethod(plan.method)
  const params = resolveParams(method.params, plan.settings)
  const adapting = await openTrial(domains, run, trialId, signal)
  const reference = await openTrial(domains, run, trialId, signal).catch((error: unknown) => {
    adapting.session.dispose()
    throw error
  })
  try {
    const images = await openStreamImages(domains, { run, pair: adapting.pair, data, order: 'shuffled' }, signal)
    const labels = labelsForOrderOf(images)
    const { classes } = streamContextOf(adapting, createRandom(0)).model
    const key = keyOf({ ...request, params, epoch: adapting.epoch, images: images.source.keys })
    const known = (await readJsonLines(linesFile, SweepLine)).filter((line) => line.key === key)
    const resultOf = (lines: readonly SweepLine[]): SweepResult => {
      const cells = sweepMap(plan, lines)
      const { length: reads } = images.reads
      return {
        plan,
        methodLabel: method.label,
        images: data ?? 'source test images',
        cells,
        findings: sweepFindings(method.label, cells),
        ledger: { targetLabelReads: reads },
      }
    }
    const seen = known.filter((line) => plan.seeds.includes(line.seed))
    const openSeed = (seed: number): SeedParts => {
      const random = createRandom(`stream/${seed}`)
      const chosen = [...random.fork('images').permutation(images.source.count).subarray(0, plan.images)]
      return {
        segments: segmentsOf(chosen, plan),
        random,
        imagesOf: createStreamImages(images.source, seed),
        start: () => method.start(streamContextOf(adapting, random.fork('method')), params),
      }
    }
    const lines = await runSweep({
      plan,
      key,
      labels,
      classes,
      sourceOf: (items, x) => argMaxRows(predictNow(reference.session, x), classes).slice(-items.length),
      openSeed,
      known,
      signal,
      onLine(line) {
        seen.push(line)
        appendJsonLineDurably(linesFile, line)
        watcher.onMap?.(resultOf(seen))
      },
      onProgress: watcher.onProgress,
    })
    return resultOf(lines)
  } finally {
    adapting.session.dispose()
    reference.session.dispose()
  }
}

function segmentsOf(images: readonly number[], { stacks }: SweepPlan): StreamSegment[] {
  const given = stacks.length === 0 ? [[]] : stacks
  return given.map((stack) => ({
    name: stack.map(({ kind }) => kind).join(' + ') || 'none',
    severity: stack.length === 1 ? stack[0].severity : null,
    stack,
    images,
  }))
}

/** Everything that decides a stream's figures but batch, label shift, seed and the code itself. */
function keyOf({
  run,
  trialId,
  data,
  plan,
  params,
  epoch,
  images,
}: SweepRequest & { readonly params: unknown; readonly epoch: number; readonly images: readonly string[] }): string {
  const { method, stacks, images: most, window } = plan
  const content = createHash('sha256').update(images.join()).digest('hex')
  return createHash('sha256')
    .update(JSON.stringify([run.record.id, trialId, epoch, data === null, content, method, params, stacks, most, window]))
    .digest('hex')
    .slice(0, 16)
}
