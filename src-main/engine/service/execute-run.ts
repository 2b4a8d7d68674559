/** Takes one run from images to report: every trial in turn, resumable after each epoch, target labels only at the end. */
import { mkdir } from 'node:fs/promises'
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { PairProblem } from '@shared/domain/dataset'
import type { Execution, MetricPoint, RunProgress, RunResult, Trial } from '@shared/domain/run'
import type { Emit } from '@shared/rpc/types'
import { writeFileAtomic } from '../../storage/atomic-file'
import { readJson } from '../../storage/run-folder'
import { selectImages } from '../data/select-images'
import type { Images, LabelledImages, PairData } from '../data/types'
import { findNegativeTransfer } from '../evaluation/alarms/negative-transfer'
import { alarmsOfTrials } from '../evaluation/alarms/raised-alarms'
import { createTrialWatch, type TrialWatch } from '../evaluation/alarms/trial-watch'
import { measureEpoch, measureOutcome, measureValidators } from '../evaluation/measure'
import { planTrials } from '../evaluation/plan-trials'
import { type FinishedTrial, judgeTrial, summarise, TrialOutcome } from '../evaluation/summarise'
import type { Session } from '../methods/method'
import { findMethod, meetsNewClasses } from '../methods/registry'
import { trainingParams } from '../methods/shared/training-params'
import { createRandom } from '../nn/random'
import { writeReport } from '../reporting/write-report'
import { type CheckpointPosition, restoreCheckpoint } from '../training/checkpoint'
import { isScoredEpoch } from '../training/checkpoint-epochs'
import type { CompileMode } from '../training/compile-mode'
import type { TrainingControl } from '../training/control'
import type { ExtractionProgress } from '../training/frozen-features'
import { ScheduleBook } from '../training/schedule-book'
import { type StepReport, train } from '../training/train'
import { imagesPerStep, stepsPerEpoch } from '../training/training-data'
import { checkSources } from './check-sources'
import type { DomainStore } from './domain-store'
import { createFeeder } from './feed-trial'
import { judgeNewClasses, readNewClasses } from './judge-new-classes'
import type { MapStream } from './map-stream'
import { preparePair, type ResolvedRequest, resolveRequest, startSession } from './prepare-trial'
import { requireSameImages } from './require-same-images'
import type { RunJournal } from './run-journal'
import { createTimeLeft, type TimeLeftEstimator } from './time-left'

export interface RunEnvironment {
  readonly domains: DomainStore
  readonly emit: Emit<EngineContract>
  /** Where features of frozen networks are kept. */
  readonly cacheFolder: string
  /** `every-epoch` streams maps while training; `last-epoch` draws the first seed's trials once, for the report; `never` draws none. */
  readonly maps: 'every-epoch' | 'last-epoch' | 'never'
  openMap(journal: RunJournal, trial: Trial, pair: PairData): Promise<MapStream>
}

/** Runs or resumes `journal`'s run to its end. Throws AppErrors (`cancelled` among them); the caller records the status. */
export async function executeRun(journal: RunJournal, environment: RunEnvironment, control: TrainingControl): Promise<RunResult> {
  const abort = new AbortController()
  const stopWatching = control.onCancel(() => abort.abort())
  try {
    return await new RunExecution(journal, environment, control).run(abort.signal)
  } finally {
    stopWatching()
  }
}

class RunExecution {
  private timeLeft: TimeLeftEstimator = createTimeLeft(1)
  private lastProgress: RunProgress | null = null
  private lastProgressMs = 0
  private readonly feed = createFeeder()
  private signal: AbortSignal = new AbortController().signal
  private lastStepMs = 0
  /** Of the trial in training, as far as it was looked at. */
  private peakMemoryBytes = 0
  /** Follows the trial in training. */
  private watch: TrialWatch | null = null
  /** Maps go on settling while the next trial trains. */
  private readonly maps: MapStream[] = []
  /** Journal writes from within training are chained so that lines keep their order without holding up training. */
  private writes: Promise<unknown> = Promise.resolve()
  /** The first of them that failed; ends the run at its next step. */
  private writeFailure: unknown = null

  constructor(
    private readonly journal: RunJournal,
    private readonly environment: RunEnvironment,
    private readonly control: TrainingControl,
  ) {}

  async run(signal: AbortSignal): Promise<RunResult> {
    const { journal } = this
    this.signal = signal
    const { source, target, targetTest } = journal.record.request
    // Files may have changed since a screen looked at them; unchanged ones come from the decode cache.
    for (const one of [source, target, targetTest]) if (one !== null) this.environment.domains.forget(one)
    const ledger = (entry: Parameters<RunJournal['ledger']>[0]): void => journal.ledger(entry)
    const { pair, notices } = await preparePair(this.environment.domains, journal.record.request, ledger, signal)
    await this.settlePlan(pair, notices)
    await this.reopenTrialsWithoutOutcome()
    const resolved = resolveRequest(journal.record.request, [...new Set(journal.record.trials.map((trial) => trial.method))])
    this.timeLeft = createTimeLeft(this.imagesToDo(resolved, pair))
    try {
      for (const trial of journal.record.trials) {
        if (trial.status !== 'done') await this.runTrial(resolved, pair, trial)
      }
      await this.settleMaps()
      return await this.report(pair)
    } finally {
      await Promise.all(this.maps.map((map) => map.dispose()))
    }
  }

  /** Says how many maps are still to come: it can take longer than an epoch, and no training is left to count. */
  private async settleMaps(): Promise<void> {
    // Nobody waits for a map that is held: the last one is always drawn.
    this.control.releaseMaps()
    for (const [step, map] of this.maps.entries()) {
      if (this.lastProgress !== null) {
        const steps = this.maps.length
        this.emitProgress({ ...this.lastProgress, phase: 'mapping', step, steps, secondsLeft: null, secondsLeftSpread: null })
      }
      await map.settle()
    }
  }

  private emitProgress(progress: RunProgress): void {
    this.lastProgress = progress
    this.environment.emit('run.progress', progress)
  }

  /** The trials depend on whether the target has labels, which is known only now; a resumed run keeps its plan. */
  private async settlePlan(pair: PairData, notices: readonly PairProblem[]): Promise<void> {
    const { record } = this.journal
    checkSources(pair, record.request.methods, record.request.batch)
    const labelled = pair.vault !== null
    const without = labelled ? undefined : record.request.methods.find(readsTargetLabels)
    if (without !== undefined) {
      throw new AppError(
        'invalid-input',
        `The target has no class folders, so ${without} has no labels to train on.`,
        `Leave ${without} out, or choose a target with class folders.`,
        'method',
      )
    }
    const fingerprints = { source: pair.summaries.source.fingerprint, target: pair.summaries.target.fingerprint }
    requireSameImages(record, pair, 'it cannot go on from its checkpoints')
    if (record.fingerprints !== null) return
    await this.journal.update({ fingerprints, classNames: [...pair.classNames], trials: planTrials(record.request, { labelled }) })
    for (const { message, hint } of notices) await this.journal.log('warn', `${message} ${hint}`)
    if (record.request.sealed)
      await this.journal.log('info', 'Target labels stay shut: no oracle is trained, no target figure is reported.')
    else if (!labelled && !record.request.bare)
      await this.journal.log('info', 'The target has no class folders: no oracle is trained and no target accuracy can be reported.')
  }

  /** A trial whose outcome was lost or damaged is done again from its last checkpoint. */
  private async reopenTrialsWithoutOutcome(): Promise<void> {
    const { record, folder } = this.journal
    for (const trial of record.trials.filter((one) => one.status === 'done')) {
      const outcome = await readJson(folder.trial(trial.id).outcomeFile, TrialOutcome).catch(() => null)
      if (outcome === null) await this.journal.updateTrial(trial.id, { status: 'queued' })
    }
  }

  private get streams(): boolean {
    return this.environment.maps === 'every-epoch'
  }

  private async openMap(trial: Trial, pair: PairData): Promise<MapStream | null> {
    const { record } = this.journal
    const { maps } = this.environment
    if (record.request.sealed === true || maps === 'never' || (maps === 'last-epoch' && trial.seed !== record.trials[0].seed)) return null
    const map = await this.environment.openMap(this.journal, trial, pair)
    this.maps.push(map)
    this.control.addMap(map)
    return map
  }

  private async runTrial(resolved: ResolvedRequest, pair: PairData, trial: Trial): Promise<void> {
    const { journal } = this
    const folder = journal.folder.trial(trial.id)
    await mkdir(folder.path, { recursive: true })
    await journal.updateTrial(trial.id, { status: 'running' })
    const session = startSession(resolved, pair, trial)
    try {
      await this.trainTrial(session, resolved, await this.feedTrial(session, resolved, pair, trial), trial)
    } finally {
      this.control.schedules = null
      session.dispose()
      await this.writes
    }
  }

  private feedTrial(session: Session, resolved: ResolvedRequest, pair: PairData, trial: Trial): Promise<PairData> {
    return this.feed({
      ...{ session, resolved, pair, trial, signal: this.signal, cacheFolder: this.environment.cacheFolder },
      onProgress: (progress) => this.onExtraction(progress, trial, resolved),
      onExtracted: (text) => this.journal.log('info', text, { trialId: trial.id, epoch: 0 }),
    })
  }

  private async trainTrial(session: Session, resolved: ResolvedRequest, pair: PairData, trial: Trial): Promise<void> {
    const { journal } = this
    const folder = journal.folder.trial(trial.id)
    this.lastStepMs = performance.now()
    this.peakMemoryBytes = process.memoryUsage.rss()
    this.watch = createTrialWatch({ epochs: resolved.request.epochs, sourceLabels: pair.source.test.labels })
    const map = await this.openMap(trial, pair)
    const position = await restoreCheckpoint(folder.checkpoints, session)
    if (position === null) {
      await journal.log('info', `${findMethod(trial.method).label} seed ${trial.seed} begins.`, { trialId: trial.id, epoch: 0 })
      await this.measureEpoch(session, pair, trial, { step: 0, epoch: 0 })
      if (this.streams) await map?.push(session, 0)
    } else {
      await journal.log('good', `Goes on from the checkpoint at step ${position.step}.`, { trialId: trial.id, epoch: position.epoch })
      await this.catchUp(session, resolved, pair, trial, position, map)
    }
    const outcome = await this.train(session, resolved, pair, trial, position, map)
    await writeFileAtomic(folder.outcomeFile, `${JSON.stringify(outcome)}\n`)
    await journal.updateTrial(trial.id, { status: 'done' })
    await journal.log('good', `Done: source accuracy ${outcome.sourceAccuracyPct.toFixed(1)} % at the last checkpoint.`, {
      trialId: trial.id,
      epoch: outcome.epoch,
    })
  }

  private async train(
    session: Session,
    resolved: ResolvedRequest,
    pair: PairData,
    trial: Trial,
    resumedFrom: CheckpointPosition | null,
    map: MapStream | null,
  ): Promise<TrialOutcome> {
    const { journal } = this
    const { request } = resolved
    const needs = findMethod(trial.method).needs
    const speed = await train(
      {
        session,
        data: {
          source: needs.sources === 'many' ? pair.source.train : pooled(pair.source.train),
          heldOut: pair.source.validation ?? pair.source.test,
          target: needs.target === 'unlabelled' ? pair.target.train : null,
          few: needs.target === 'few-labels' ? this.readFew(pair, trial, resolved) : null,
          fenced: needs.target === 'fenced-labels' ? this.readFenced(pair, trial) : null,
        },
        epochs: request.epochs,
        batch: request.batch,
        episode: findMethod(trial.method).fewShot?.(resolved.methodParams[trial.method]).training,
        balanced: wantsBalance(resolved.methodParams[trial.method]),
        random: createRandom(`batches/${trial.seed}`),
        resumedFrom,
        checkpointFolder: journal.folder.trial(trial.id).checkpoints,
        control: this.control,
        compile: this.compileMode(trial, resolved),
        schedules: await this.openSchedules(session, resolved, pair, trial),
      },
      {
        onStep: (report) => this.onStep(report, trial, resolved, pair),
        onMetrics: (points) => {
          this.watch?.note(points)
          this.writeMetrics(trial, points)
        },
        onCheckpoint: async (epoch, step) => {
          this.memoryBytes()
          await this.measureEpoch(session, pair, trial, { step, epoch })
          await this.completeEpoch(session, resolved, trial, epoch, map)
        },
        onPaused: async ({ step, epoch }) => {
          await journal.update({ status: 'paused' })
          await journal.log('info', `Paused; checkpoint kept at step ${step}.`, { trialId: trial.id, epoch })
        },
        onResumed: async () => {
          await journal.update({ status: 'running' })
        },
        onExecution: (execution, text) => this.noteExecution(trial, execution, text),
      },
    )
    return {
      method: trial.method,
      seed: trial.seed,
      epoch: request.epochs,
      imagesPerSecond: speed.imagesPerSecond,
      seconds: speed.seconds,
      peakMemoryBytes: this.peakMemoryBytes,
      execution: trial.execution?.compiled === false ? trial.execution : speed.execution,
      ...(await measureOutcome(session, pair)),
    }
  }

  /** The trial's schedules with what the request draws and what was changed while it trained; a reference keeps its own. */
  private async openSchedules(session: Session, resolved: ResolvedRequest, pair: PairData, trial: Trial): Promise<ScheduleBook> {
    const { request } = resolved
    const drawn = findMethod(trial.method).family === 'reference' ? [] : Object.entries(request.schedules)
    const edits = await this.journal.folder.trial(trial.id).readScheduleEdits()
    const book = new ScheduleBook(
      (progress) => session.schedules(progress),
      request.epochs * stepsPerEpoch(pair.source.train.count, request.batch),
      [...drawn.map(([name, points]) => ({ name, fromStep: 0, points })), ...edits],
    )
    for (const [name] of drawn) book.requireName(name)
    this.control.schedules = { trialId: trial.id, book }
    return book
  }

  /** What a stop between a checkpoint and its measurements left undone; points of steps that are done again are dropped. */
  private async catchUp(
    session: Session,
    resolved: ResolvedRequest,
    pair: PairData,
    trial: Trial,
    position: CheckpointPosition,
    map: MapStream | null,
  ): Promise<void> {
    const folder = this.journal.folder.trial(trial.id)
    const known = await folder.readMetrics(position.step)
    await folder.replaceMetrics(known)
    this.watch?.replay(known)
    if (!Number.isInteger(position.epoch) || position.epoch === 0) return
    if (!known.some((point) => point.step === position.step && point.name === 'sourceAccuracyPct')) {
      await this.measureEpoch(session, pair, trial, position)
    }
    await this.completeEpoch(session, resolved, trial, position.epoch, map)
  }

  private async completeEpoch(
    session: Session,
    resolved: ResolvedRequest,
    trial: Trial,
    epoch: number,
    map: MapStream | null,
  ): Promise<void> {
    await this.journal.updateTrial(trial.id, { checkpointEpoch: epoch })
    if (this.streams || epoch === resolved.request.epochs) await map?.push(session, epoch)
  }

  private readFenced(pair: PairData, trial: Trial): LabelledImages {
    if (pair.vault === null) throw new Error('the plan has an oracle although the target has no labels')
    const labels = pair.vault.read({
      place: `${trial.method} seed ${trial.seed}`,
      kind: 'fenced',
      split: 'train',
      purpose: 'Upper bound: trains on target labels and is never a candidate.',
    })
    return withoutUnknown(pair.target.train, labels)
  }

  private readFew(pair: PairData, trial: Trial, resolved: ResolvedRequest): LabelledImages {
    const shots = shotsOf(trial.method, resolved)
    if (pair.vault === null) throw new Error('the plan has a method that needs target labels although the target has none')
    const { positions, labels } = pair.vault.readFew({
      place: `${trial.method} seed ${trial.seed}`,
      purpose: `Learns from ${shots} labelled target images of each class; all other target labels stay sealed.`,
      shots,
      seed: trial.seed,
    })
    return { ...selectImages(pair.target.train, positions), labels }
  }

  private async measureEpoch(
    session: Session,
    pair: PairData,
    trial: Trial,
    position: { readonly step: number; readonly epoch: number },
  ): Promise<void> {
    const { step, epoch } = position
    const { figures, targetPredictions } = await measureEpoch(session, pair)
    const values: Record<string, number> = { ...figures }
    if (isScoredEpoch(epoch, this.journal.record.request.epochs)) {
      const validators = await measureValidators(session, pair)
      for (const [id, score] of Object.entries(validators)) values[`validator.${id}`] = score
      const scored = { epoch, validators, targetPredictions: [...targetPredictions] }
      this.write(() => this.journal.folder.trial(trial.id).appendScored(scored))
    }
    this.writeMetrics(
      trial,
      Object.entries(values).map(([name, value]) => ({ step, epoch, name, value })),
    )
    for (const { kind, level, text } of this.watch?.closeEpoch(epoch, figures) ?? []) {
      await this.journal.log(level, text, { trialId: trial.id, epoch, alarm: kind })
    }
  }

  /** After the last trial: the target's test labels are read once, for all of them. */
  private async report(pair: PairData): Promise<RunResult> {
    const { journal } = this
    const { record, folder } = journal
    const finished: FinishedTrial[] = []
    for (const trial of record.trials) {
      const outcome = await readJson(folder.trial(trial.id).outcomeFile, TrialOutcome)
      if (outcome === null)
        throw new AppError(
          'not-found',
          `${trial.id} is marked done but has no outcome.json.`,
          'Resume the run; the trial is repeated from its checkpoint.',
        )
      finished.push({ outcome, scored: await folder.trial(trial.id).readScored() })
    }
    const labels =
      this.openableVault(pair)?.read({
        place: 'final report',
        kind: 'report',
        split: 'test',
        purpose: `Target accuracy of ${finished.length} finished trials at their last checkpoints, and what earlier ones would have cost.`,
      }) ?? null
    const figures = await this.judgeNewClasses(pair)
    const runs = finished.map((one, at) => ({
      ...judgeTrial(one, labels, record.classNames.length),
      ...figures.get(record.trials[at].id),
    }))
    const entries = await folder.readLedger()
    const negative = findNegativeTransfer({ runs }, (method) => findMethod(method).label)
    const result: RunResult = {
      runs,
      summary: summarise(runs),
      alarms: [
        ...alarmsOfTrials(await folder.readLog(), record.trials),
        ...negative.map(({ kind, method, text }) => ({ kind, method, text, trialId: null, epoch: null })),
      ],
      ledger: { targetLabelReads: entries.length, labels: entries.reduce((sum, entry) => sum + entry.labels, 0) },
      folder: folder.path,
      report: folder.reportFile,
    }
    await writeReport(folder, record, result, pair)
    await journal.result(result)
    for (const { kind, level, text } of negative) {
      await journal.log(level, text, { alarm: kind })
    }
    await journal.log(
      'good',
      record.request.sealed === true
        ? 'Report written; target labels stay sealed in this run.'
        : labels === null && figures.size === 0
          ? 'Report written; the target has no labels to check against.'
          : 'Vault opened for the final report; report written.',
    )
    return result
  }

  /** Null where there are no labels, and where the run is one that something is chosen by. */
  private openableVault({ vault }: PairData): PairData['vault'] {
    return this.journal.record.request.sealed === true ? null : vault
  }

  /** Figures of the trials whose methods meet classes that were not trained on, by trial. */
  private async judgeNewClasses(pair: PairData): Promise<ReadonlyMap<string, Awaited<ReturnType<typeof judgeNewClasses>>>> {
    const { record, folder } = this.journal
    const trials = record.trials.filter(({ method }) => meetsNewClasses(findMethod(method)))
    if (trials.length === 0 || record.request.sealed === true) return new Map()
    const fresh = readNewClasses(pair, `Accuracy of ${trials.length} finished trials on classes they were not trained on.`)
    const resolved = resolveRequest(record.request, [...new Set(record.trials.map((trial) => trial.method))])
    const figures = new Map<string, Awaited<ReturnType<typeof judgeNewClasses>>>()
    for (const trial of trials) {
      const session = startSession(resolved, pair, trial)
      try {
        await restoreCheckpoint(folder.trial(trial.id).checkpoints, session)
        const parts = { trial, params: resolved.methodParams[trial.method], codes: resolved.request.codes, fresh }
        figures.set(trial.id, await judgeNewClasses(session, pair, parts))
      } finally {
        session.dispose()
      }
    }
    return figures
  }

  private writeMetrics(trial: Trial, points: readonly MetricPoint[]): void {
    this.write(() => this.journal.metrics(trial.id, points))
  }

  private noteExecution(trial: Trial, execution: Execution, text: string): void {
    this.write(() => this.journal.log(execution.compiled ? 'info' : 'warn', text, { trialId: trial.id }))
    this.write(() => this.journal.updateTrial(trial.id, { execution }))
  }

  /** A trial that once had to run steps op by op goes on like that, so that a resumed run computes what an uninterrupted one does. */
  private compileMode(trial: Trial, { compile }: ResolvedRequest): CompileMode {
    return compile === 'auto' && trial.execution?.compiled === false ? 'off' : compile
  }

  private write(work: () => Promise<unknown>): void {
    this.writes = this.writes.then(work).catch((error: unknown) => {
      this.writeFailure ??= error
    })
  }

  private imagesPerStep(method: string, resolved: ResolvedRequest, pair: PairData): number {
    const { target } = findMethod(method).needs
    return imagesPerStep(
      {
        source: pair.source.train.count,
        target: target === 'unlabelled' ? pair.target.train.count : 0,
        few: target === 'few-labels' ? shotsOf(method, resolved) * pair.classNames.length : 0,
      },
      resolved.request.batch,
    )
  }

  private imagesToDo(resolved: ResolvedRequest, pair: PairData): number {
    const { record } = this.journal
    const steps = record.request.epochs * stepsPerEpoch(pair.source.train.count, record.request.batch)
    return record.trials
      .filter((trial) => trial.status !== 'done')
      .reduce(
        (sum, trial) =>
          sum + steps * (1 - trial.checkpointEpoch / record.request.epochs) * this.imagesPerStep(trial.method, resolved, pair),
        0,
      )
  }

  private onExtraction({ done, total, imagesPerSecond }: ExtractionProgress, trial: Trial, resolved: ResolvedRequest): void {
    const now = performance.now()
    if (now - this.lastProgressMs < 200 && done !== total) return
    this.lastProgressMs = now
    const { record } = this.journal
    this.emitProgress({
      ...{ runId: record.id, trialId: trial.id, phase: 'extracting', step: done, steps: total, epoch: 0, epochs: resolved.request.epochs },
      trialIndex: record.trials.findIndex((one) => one.id === trial.id),
      trialCount: record.trials.length,
      imagesPerSecond,
      secondsLeft: imagesPerSecond > 0 ? (total - done) / imagesPerSecond : null,
      secondsLeftSpread: null,
      memoryBytes: process.memoryUsage.rss(),
    })
  }

  private onStep(report: StepReport, trial: Trial, resolved: ResolvedRequest, pair: PairData): void {
    if (this.writeFailure !== null) throw this.writeFailure
    const now = performance.now()
    this.timeLeft.add(this.imagesPerStep(trial.method, resolved, pair), Math.min(30, (now - this.lastStepMs) / 1000))
    this.lastStepMs = now
    if (now - this.lastProgressMs < 200 && report.step !== report.steps) return
    this.lastProgressMs = now
    const { record } = this.journal
    const { epochs, batch } = resolved.request
    this.emitProgress({
      runId: record.id,
      trialId: trial.id,
      phase: 'training',
      step: report.step,
      steps: report.steps,
      epoch: report.step / stepsPerEpoch(pair.source.train.count, batch),
      epochs,
      trialIndex: record.trials.findIndex((one) => one.id === trial.id),
      trialCount: record.trials.length,
      imagesPerSecond: report.imagesPerSecond,
      ...this.timeLeft.estimate(),
      memoryBytes: this.memoryBytes(),
    })
  }

  /** Resident memory of the engine now; the most of the trial is kept. */
  private memoryBytes(): number {
    const bytes = process.memoryUsage.rss()
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes, bytes)
    return bytes
  }
}

/** Several source domains as one, for methods that do not tell them apart. */
function pooled({ domains: _, ...images }: LabelledImages): LabelledImages {
  return images
}

function readsTargetLabels(method: string): boolean {
  const { target } = findMethod(method).needs
  return target === 'few-labels' || target === 'fenced-labels'
}

function shotsOf(method: string, { methodParams }: ResolvedRequest): number {
  const shots = findMethod(method).shots?.(methodParams[method])
  if (shots === undefined) throw new Error(`${method} learns from a few labels but does not say how many`)
  return shots
}

function wantsBalance(params: unknown): boolean {
  return trainingParams.pick({ balancedBatches: true }).loose().parse(params).balancedBatches
}

/** Target images whose class the source knows, with their labels: what the oracle can train on. */
function withoutUnknown(images: Images, labels: Int32Array): LabelledImages {
  const known = Int32Array.from(labels.keys()).filter((index) => labels[index] >= 0)
  return { ...selectImages(images, known), labels: known.map((index) => labels[index]) }
}
