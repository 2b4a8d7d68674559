/** One reduction from a trained or reduced trial to a folder: every model on the way answers both domains' test images, and only then are labels looked at. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { LedgerEntry } from '@shared/domain/ledger'
import type { ReducedModel, ReductionPoint, ReductionStep, ReductionWay } from '@shared/domain/reduction'
import type { Overrides, RunRecord } from '@shared/domain/run'
import type { RunFolder } from '../../storage/run-folder'
import type { PairData } from '../data/types'
import { figuresOf, type KnownLabels, type Measured } from '../reduction/figures'
import { type GraphModel, kernelNames, weightNamed } from '../reduction/graph/graph-model'
import { costsOf, verdictOf } from '../reduction/verdict'
import type { ReductionContext } from '../reduction/ways/reduction-way'
import { findReduction } from '../reduction/ways/registry'
import type { DomainStore } from './domain-store'
import { writeReducedFolder } from './reduced-folder'
import { answerWith, openReductionBase, type ReductionSource } from './reduction-base'
import { createTimeLeft, type TimeLeft } from './time-left'

export interface ReduceRequest extends ReductionSource {
  readonly way: ReductionWay
  readonly settings: Overrides
  /** Absolute; not there yet, or empty. */
  readonly out: string
}

export interface ReduceProgress extends TimeLeft {
  /** Part of the training that is done, in [0,1]; 0 where there is none. */
  readonly share: number
  readonly doing: string
}

export interface ReduceWatcher {
  readonly signal: AbortSignal
  onProgress(progress: ReduceProgress): void
  /** A model on the way, with the target's accuracy where its labels are open. */
  onPoint(point: ReductionPoint): void
}

export interface ReduceOutcome {
  readonly record: ReducedModel
  readonly run: RunRecord
}

/** Throws `invalid-input` for settings or a network that the way cannot work with, `not-found`, or `cancelled` with nothing written. */
export async function reduceModel(domains: DomainStore, request: ReduceRequest, watcher: ReduceWatcher): Promise<ReduceOutcome> {
  const way = findReduction(request.way)
  const params = way.resolve(request.settings)
  const { run, trialId } = request
  const reads: LedgerEntry[] = []
  // On disk with the run whose labels they are, before an answer is given; and with the model that came of it.
  const ledger = (read: Omit<LedgerEntry, 'time'>): void => void reads.push(run.folder.enterRead(read))
  const earlierReads = await run.folder.readLedger()
  const { trial, epoch, pair, before, earlier, createBackbone } = await openReductionBase(domains, request, watcher.signal, ledger)
  const scratch = await mkdtemp(join(tmpdir(), 'shiftlab-reduce-'))
  const beganMs = performance.now()
  try {
    const classes = pair.classNames.length
    const points: (Measured & Pick<ReductionPoint, 'label' | 'sparsity'>)[] = []
    const mayRead = await mayReadTarget(run.folder, earlier)
    let known: KnownLabels | null = null
    // Once, and not before there is a model to judge: no way to reduce is given them.
    const readLabels = (): KnownLabels => {
      known ??= { source: pair.source.test.labels, target: mayRead ? readTarget(pair) : null }
      return known
    }
    const context: ReductionContext = {
      model: before.model,
      pair: { source: pair.source, target: pair.target, classNames: pair.classNames },
      signal: watcher.signal,
      scratch,
      createBackbone,
      ...followProgress(watcher, way.label),
      async measure(candidate, label, sparsity) {
        const measured = { model: candidate, answers: await answerWith(candidate, pair), label, sparsity }
        points.push(measured)
        watcher.onPoint({ ...figuresOf(measured, before.answers, readLabels(), classes), label, sparsity })
      },
    }
    const reduced = await way.run(context, params).catch((error: unknown) => {
      throw watcher.signal.aborted ? stopped() : error
    })
    const after: Measured = { model: reduced.model, answers: await answerWith(reduced.model, pair) }
    if (watcher.signal.aborted) throw stopped()
    const labels = readLabels()
    const figures = (measured: Measured) => figuresOf(measured, before.answers, labels, classes)
    const costs = costsOf(before.answers, after.answers, labels, classes)
    const step: ReductionStep = {
      way: request.way,
      settings: params as ReductionStep['settings'],
      summary: reduced.summary,
      seconds: (performance.now() - beganMs) / 1000,
    }
    const record: ReducedModel = {
      format: 'shiftlab-reduced-1',
      createdAt: new Date().toISOString(),
      from: run.record.id,
      origin: earlier?.origin ?? {
        runId: run.record.id,
        runName: run.record.name,
        trialId,
        method: trial.method,
        seed: trial.seed,
        epoch,
        backbone: run.record.request.backbone,
        fingerprints: run.record.fingerprints,
        ledger: earlierReads,
      },
      history: [...(earlier?.history ?? []), step],
      network: reduced.model.graph,
      layers: layersOf(reduced.model, before.model),
      before: figures(before),
      after: figures(after),
      points: points.map((point) => ({ ...figures(point), label: point.label, sparsity: point.sparsity })),
      cost: costs,
      verdict: verdictOf(costs, figures(after)),
    }
    const name = [record.origin.runName, ...record.history.map(({ summary }) => summary.replace(/\.$/, ''))].join(' · ')
    const content = { record, model: reduced.model, run: run.record, trial, name, ledger: reads }
    return { record, run: await writeReducedFolder(request.out, content) }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Only where the final report has opened the vault before: a sealed target stays sealed. */
async function mayReadTarget(folder: RunFolder, earlier: ReducedModel | null): Promise<boolean> {
  if (earlier !== null) return earlier.after.target.accuracy !== null
  const result = await folder.readResult()
  return result?.runs.some((one) => one.lastCheckpoint.targetAccuracyPct !== null) ?? false
}

function readTarget({ vault }: PairData): Int32Array | null {
  return (
    vault?.read({
      place: 'reduction',
      kind: 'report',
      split: 'test',
      purpose: 'Target accuracy before, on the way and after a reduction; what is chosen by it is chosen after labels were seen.',
    }) ?? null
  )
}

function layersOf(model: GraphModel, before: GraphModel): ReducedModel['layers'] {
  return kernelNames(model.graph).map((name) => {
    const { shape, data } = weightNamed(model, name)
    const zeros = data.reduce((count, value) => count + (value === 0 ? 1 : 0), 0)
    return { name, shape: [...shape], shapeBefore: [...(before.weights.get(name)?.shape ?? shape)], zeros }
  })
}

/** At most five times a second. */
function followProgress(watcher: ReduceWatcher, doing: string): Pick<ReductionContext, 'planImages' | 'onImages'> {
  let total = 0
  let done = 0
  let timeLeft = createTimeLeft(1)
  let lastMs = performance.now()
  let saidMs = 0
  return {
    planImages(images) {
      total = images
      timeLeft = createTimeLeft(Math.max(1, images))
      lastMs = performance.now()
      watcher.onProgress({ share: 0, doing, secondsLeft: null, secondsLeftSpread: null })
    },
    onImages(count) {
      const now = performance.now()
      done += count
      timeLeft.add(count, (now - lastMs) / 1000)
      lastMs = now
      if (now - saidMs < 200 && done < total) return
      saidMs = now
      watcher.onProgress({ share: total === 0 ? 0 : done / total, doing, ...timeLeft.estimate() })
    },
  }
}

function stopped(): AppError {
  return new AppError('cancelled', 'The reduction was stopped; nothing was written.', 'Start it again when you like.')
}
