/** Every run this engine knows: the list, the queue, and pause, resume, cancel of the active one. */
import { randomBytes } from 'node:crypto'
import { basename, resolve } from 'node:path'
import type { CommandOutput, ParsedInput } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { DomainSource } from '@shared/domain/dataset'
import type { DeviceReport } from '@shared/domain/device'
import { wasShown } from '@shared/domain/ledger'
import type { MetricPoint, RunProgress, RunRecord } from '@shared/domain/run'
import type { ScheduleCurve } from '@shared/domain/schedule'
import type { HomeFolder } from '../../storage/home-folder'
import { isLockHeld, releaseLock, takeLock } from '../../storage/process-lock'
import { RunFolder } from '../../storage/run-folder'
import { writingTo } from '../../storage/unwritable'
import type { LedgerSink } from '../data/label-vault'
import { makeEmptyFolder } from '../data/make-empty-folder'
import { planTrials, targetOracleId } from '../evaluation/plan-trials'
import { findMethod } from '../methods/registry'
import { TrainingControl } from '../training/control'
import { executeRun, type RunEnvironment } from './execute-run'
import { resolveRequest } from './prepare-trial'
import { RunJournal } from './run-journal'
import { toFailure } from './to-failure'

type StartInput = ParsedInput<EngineContract, 'runs.start'>
type ScheduleChange = ParsedInput<EngineContract, 'schedules.edit'>
type RunDetail = CommandOutput<EngineContract, 'runs.get'>

interface LiveRun {
  readonly journal: RunJournal
  readonly control: TrainingControl
  progress: RunProgress | null
  /** Resolves once the run's lock is taken and its record written. */
  readonly ready: Promise<void>
}

export interface RunManagerOptions {
  readonly home: HomeFolder
  readonly environment: RunEnvironment
  readonly device: () => DeviceReport
  readonly versions: Readonly<Record<string, string>>
  readonly log: (line: string) => void
}

export class RunManager {
  /** Runs queued or active in this process, in queue order; the first one is active. */
  private readonly live = new Map<string, LiveRun>()
  /** Where each run was last opened from: a copy has the id of its original. */
  private readonly opened = new Map<string, string>()
  private worker: Promise<void> | null = null
  private closing = false

  constructor(private readonly options: RunManagerOptions) {}

  async start({ studyId, name, request, folder }: StartInput): Promise<RunRecord> {
    const { bare } = resolveRequest(request, request.methods).request
    if (request.sealed && request.methods.includes(targetOracleId)) {
      throw new AppError(
        'invalid-input',
        'The oracle trains on target labels, which are to stay shut in this run.',
        `Leave ${targetOracleId} out, or let the labels be read.`,
        'sealed',
      )
    }
    const trials = planTrials({ ...request, bare }, { labelled: true })
    const resolved = resolveRequest(request, [...new Set(trials.map((trial) => trial.method))])
    const id = newRunId(request.methods)
    const runFolder = new RunFolder(folder === undefined ? this.options.home.runPath(studyId, id) : resolve(folder))
    if (await runFolder.hasRecord()) {
      if (!(await this.clearIfNeverTrained(runFolder))) {
        throw new AppError(
          'invalid-input',
          `${runFolder.path} already holds a run.`,
          'Choose another folder, or resume the run that is there.',
          'out',
        )
      }
    } else if (folder !== undefined) await makeEmptyFolder(runFolder.path)
    const record: RunRecord = {
      id,
      studyId,
      name: name ?? defaultName(request),
      folder: runFolder.path,
      createdAt: new Date().toISOString(),
      startedAt: null,
      finishedAt: null,
      status: 'queued',
      failure: null,
      request: resolved.request,
      params: { backbone: resolved.backboneParams, ...resolved.methodParams },
      trials,
      versions: { ...this.options.versions },
      device: this.options.device(),
      fingerprints: null,
      classNames: [],
      labelReadsBefore: studyId === null ? 0 : await this.readsShown(studyId),
    }
    const queued = await writingTo(runFolder.path, 'out', () => this.enqueue(record))
    if (folder !== undefined) {
      // Only for the list: a home that cannot be written must not stop a run that lies elsewhere.
      await this.options.home.rememberOpened(runFolder.path).catch((error: unknown) => this.options.log(`not remembered: ${String(error)}`))
    }
    return queued
  }

  private async readsShown(studyId: string): Promise<number> {
    const { home } = this.options
    const runs = (await this.list()).filter((run) => run.studyId === studyId)
    const ledgers = await Promise.all([home.readStudyLedger(studyId), ...runs.map(({ folder }) => new RunFolder(folder).readLedger())])
    return ledgers.flat().filter(wasShown).length
  }

  pause(runId: string): RunRecord {
    const run = this.requireLive(runId)
    run.control.pause()
    return run.journal.record
  }

  async resume(runId: string): Promise<RunRecord> {
    const live = this.live.get(runId)
    if (live?.control.isCancelled) {
      throw new AppError('busy', 'This run is just being stopped.', 'Resume it as soon as it has stopped.', 'runId')
    }
    if (live) {
      live.control.resume()
      return live.journal.record
    }
    const { record } = await this.find(runId)
    if (record.status === 'done')
      throw new AppError(
        'invalid-input',
        `The run "${record.name}" is done; there is nothing left to resume.`,
        'Start a new run to train longer.',
        'runId',
      )
    return this.enqueue({ ...record, status: 'queued', failure: null, finishedAt: null })
  }

  async cancel(runId: string): Promise<RunRecord> {
    const run = this.requireLive(runId)
    run.control.cancel()
    if (this.active() === run) return run.journal.record
    this.live.delete(runId)
    this.announceQueue()
    return this.settle(run, { status: 'cancelled' })
  }

  /** Ids of the active run and of those that wait, in order. */
  queue(): string[] {
    return [...this.live.keys()]
  }

  /** Puts a waiting run before another waiting one, or last. Throws `invalid-input` for runs that do not wait. */
  move(runId: string, before: string | null): string[] {
    const [active, ...waiting] = this.queue()
    for (const id of before === null ? [runId] : [runId, before]) {
      if (waiting.includes(id)) continue
      throw new AppError(
        'invalid-input',
        id === active ? 'The run that is training keeps its place.' : 'This run is not in the queue.',
        'Choose a run that waits.',
        'runId',
      )
    }
    if (runId === before) return this.queue()
    const order = waiting.filter((id) => id !== runId)
    order.splice(before === null ? order.length : order.indexOf(before), 0, runId)
    // A map keeps the order of insertion, so the waiting runs are put in anew.
    for (const id of order) {
      const run = this.requireLive(id)
      this.live.delete(id)
      this.live.set(id, run)
    }
    this.announceQueue()
    return this.queue()
  }

  private announceQueue(): void {
    this.options.environment.emit('run.queue', { runIds: this.queue() })
  }

  /** All runs, newest first. A run that says it is active while nothing trains it is marked interrupted. */
  async list(): Promise<RunRecord[]> {
    const known = new Map<string, RunRecord>()
    for (const folder of await this.options.home.listRunFolders()) {
      const record = await this.read(folder).catch((error: unknown) => {
        this.options.log(`run folder ${folder.path} left out: ${error instanceof Error ? error.message : String(error)}`)
        return null
      })
      if (record !== null && (!known.has(record.id) || this.opened.get(record.id) === folder.path)) known.set(record.id, record)
    }
    const records = [...known.values()]
    for (const { journal } of this.live.values()) {
      if (!records.some((record) => record.id === journal.record.id)) records.push(journal.record)
    }
    return records.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  }

  async open(path: string): Promise<RunRecord> {
    const folder = new RunFolder(resolve(path))
    const record = await this.read(folder)
    await this.options.home.rememberOpened(folder.path)
    this.opened.set(record.id, folder.path)
    this.options.environment.emit('run.changed', record)
    return record
  }

  async get(runId: string): Promise<RunDetail> {
    const live = this.live.get(runId)
    const { folder, record } = await this.find(runId)
    return {
      record,
      progress: live?.progress ?? null,
      result: await folder.readResult(),
      log: await folder.readLog(),
      ledger: await folder.readLedger(),
    }
  }

  /** Reads of its target labels are announced once they are on disk. */
  private announcing({ id: runId, folder }: RunRecord): RunFolder {
    return new RunFolder(folder, (entry) => this.options.environment.emit('run.ledger', { runId, entry }))
  }

  /** A run for a screen that must read labels of it: every entry is on disk before it is announced, and both before it is answered. */
  async openLedger(runId: string): Promise<{ readonly folder: RunFolder; readonly record: RunRecord; readonly ledger: LedgerSink }> {
    const { folder, record } = await this.find(runId)
    return { folder, record, ledger: (read) => void folder.enterRead(read) }
  }

  async metrics(runId: string, trialId: string): Promise<MetricPoint[]> {
    const { folder } = await this.find(runId)
    return folder.trial(trialId).readMetrics()
  }

  /** Every schedule of the trial as it is planned; empty when it is not the one in training. */
  plannedSchedules(runId: string, trialId: string): ScheduleCurve[] {
    const schedules = this.live.get(runId)?.control.schedules
    return schedules?.trialId === trialId ? schedules.book.planned() : []
  }

  /** Changes a schedule from the next step on, on disk before a step uses it. Throws `invalid-input` when the trial is not training. */
  async editSchedule({ runId, trialId, name, points }: ScheduleChange): Promise<ScheduleCurve[]> {
    const { control, journal } = this.requireLive(runId)
    const { schedules } = control
    if (schedules?.trialId !== trialId) {
      throw new AppError('invalid-input', `${trialId} is not training now.`, 'Change the schedules of the trial that trains.', 'trialId')
    }
    const edit = schedules.book.edit(name, points)
    journal.folder.trial(trialId).appendScheduleEdit(edit)
    await journal.log('info', `The schedule ${name} was changed from step ${edit.fromStep} on.`, { trialId })
    return schedules.book.planned()
  }

  /** Lets the maps of the run in training stand still or go on; without `held` it only answers. A run that does not train holds none. */
  holdMaps(runId: string, held?: boolean): { readonly held: boolean } {
    if (held === undefined) return { held: this.live.get(runId)?.control.areMapsHeld ?? false }
    const { control } = this.requireLive(runId)
    if (held) control.holdMaps()
    else control.releaseMaps()
    return { held }
  }

  async remove(runId: string): Promise<void> {
    if (this.live.has(runId))
      throw new AppError('busy', 'This run is queued or training.', 'Stop it first; its checkpoint is kept.', 'runId')
    const { folder } = await this.find(runId)
    await this.options.home.removeRun(runId, folder.path)
    this.options.environment.emit('run.removed', { runId })
  }

  async restore(runId: string): Promise<RunRecord> {
    const record = await this.read(await this.options.home.restoreRun(runId))
    this.options.environment.emit('run.changed', record)
    return record
  }

  /** The folder and record of a run by id. Throws `not-found`. */
  async find(runId: string): Promise<{ readonly folder: RunFolder; readonly record: RunRecord }> {
    const live = this.live.get(runId)
    if (live) return { folder: live.journal.folder, record: live.journal.record }
    const record = (await this.list()).find((one) => one.id === runId)
    if (record === undefined)
      throw new AppError('not-found', `There is no run "${runId}".`, 'It may have been removed; choose another from the list.', 'runId')
    return { folder: this.announcing(record), record }
  }

  noteProgress(progress: RunProgress): void {
    const live = this.live.get(progress.runId)
    if (live) live.progress = progress
  }

  /** Resolves with the record once the run has left the queue, whatever became of it. */
  async whenSettled(runId: string): Promise<RunRecord> {
    for (let run = this.live.get(runId); run !== undefined; run = this.live.get(runId)) await (this.worker ?? run.ready)
    return (await this.find(runId)).record
  }

  /** Whether training goes on by itself: a paused run waits for a person. */
  busy(): boolean {
    const active = this.active()
    return active !== undefined && !active.control.isPaused
  }

  /** Stops the active run at its next step, keeps its checkpoint and marks it interrupted. */
  async shutdown(): Promise<void> {
    this.closing = true
    for (const { control } of this.live.values()) control.cancel()
    await this.worker
  }

  private active(): LiveRun | undefined {
    return this.live.values().next().value
  }

  private requireLive(runId: string): LiveRun {
    const run = this.live.get(runId)
    if (!run) throw new AppError('invalid-input', 'This run is not training.', 'Choose a run that is queued or training.', 'runId')
    return run
  }

  private async enqueue(record: RunRecord): Promise<RunRecord> {
    const known = this.live.get(record.id)
    if (known) return known.journal.record
    const journal = new RunJournal(this.announcing(record), record, this.options.environment.emit)
    // Known before anything is on disk, so that a list read meanwhile does not take the run for one left behind.
    const ready = this.claim(journal)
    this.live.set(record.id, { journal, control: new TrainingControl(), progress: null, ready })
    try {
      await ready
    } catch (error) {
      this.live.delete(record.id)
      throw error
    }
    this.announceQueue()
    this.worker ??= this.work()
    return journal.record
  }

  /** A run that failed before its images were settled holds nothing to keep: its folder is free for the mended request. */
  private async clearIfNeverTrained(folder: RunFolder): Promise<boolean> {
    const record = await folder.readRecord().catch(() => null)
    if (record?.status !== 'failed' || record.fingerprints !== null) return false
    await folder.removeRecord()
    return true
  }

  private async claim(journal: RunJournal): Promise<void> {
    if (!(await takeLock(journal.folder.lockFile))) {
      throw new AppError(
        'busy',
        `The run "${journal.record.name}" is being trained by another Shiftlab.`,
        'Wait for it, or stop it there.',
        'runId',
      )
    }
    await journal.update({})
  }

  private async work(): Promise<void> {
    for (let run = this.active(); run !== undefined; run = this.active()) {
      // A run that could not be claimed leaves the queue by itself.
      const claimed = await run.ready.then(
        () => true,
        () => false,
      )
      if (claimed) await this.runOne(run)
      this.live.delete(run.journal.record.id)
      this.announceQueue()
    }
    // At once with the last look at the queue, so that a run queued right after starts a new worker.
    this.worker = null
  }

  private async runOne(run: LiveRun): Promise<void> {
    const { journal, control } = run
    try {
      if (control.isCancelled) throw new AppError('cancelled', 'Stopped before it began.', 'Resume to start it.')
      await journal.update({ status: 'running', startedAt: journal.record.startedAt ?? new Date().toISOString() })
      await executeRun(journal, this.options.environment, control)
      await this.settle(run, { status: 'done', finishedAt: new Date().toISOString() })
    } catch (error) {
      const failure = toFailure(error, journal.record.request, this.options.log)
      const stopped = failure.code === 'cancelled'
      const status = stopped ? (this.closing ? 'interrupted' : 'cancelled') : 'failed'
      await journal.log(stopped ? 'info' : 'bad', `${failure.message} ${failure.hint}`).catch(() => undefined)
      await this.settle(run, { status, failure: stopped ? null : { code: failure.code, message: failure.message, hint: failure.hint } })
    }
  }

  private async settle({ journal }: LiveRun, patch: Partial<RunRecord>): Promise<RunRecord> {
    const trials = journal.record.trials.map((trial) =>
      trial.status === 'running' || trial.status === 'paused' ? { ...trial, status: patch.status ?? 'interrupted' } : trial,
    )
    const record = await journal.conclude({ ...patch, trials })
    await releaseLock(journal.folder.lockFile).catch((error: unknown) => this.options.log(`lock not released: ${String(error)}`))
    return record
  }

  private async read(folder: RunFolder): Promise<RunRecord> {
    const record = await folder.readRecord()
    const live = this.live.get(record.id)
    if (live) return live.journal.record
    const claimsActive = record.status === 'running' || record.status === 'paused' || record.status === 'queued'
    if (!claimsActive || (await isLockHeld(folder.lockFile))) return record
    const interrupted: RunRecord = {
      ...record,
      status: 'interrupted',
      trials: record.trials.map((trial) =>
        trial.status === 'running' || trial.status === 'paused' ? { ...trial, status: 'interrupted' } : trial,
      ),
    }
    await folder.writeRecord(interrupted)
    await releaseLock(folder.lockFile)
    return interrupted
  }
}

/** "dann-20260102-030405-1a2b": sortable, readable, safe as a folder name. */
function newRunId(methods: readonly string[]): string {
  const stamp = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  return `${methods[0]}-${stamp}-${randomBytes(2).toString('hex')}`
}

function defaultName(request: StartInput['request']): string {
  const methods = request.methods.map((id) => findMethod(id).label).join(', ')
  const { source, target } = request
  const data = source.kind === 'built-in' && target.kind === 'built-in' ? source.pair : `${nameOf(source)} → ${nameOf(target)}`
  return `${methods}: ${data}`.slice(0, 120)
}

function nameOf(source: DomainSource): string {
  if (source.kind === 'shifted') return `${nameOf(source.base)} shifted`
  if (source.kind === 'classes') return nameOf(source.base)
  if (source.kind === 'joined') return `${source.parts.length} domains`
  return source.kind === 'folder' ? basename(source.path) : source.pair
}
