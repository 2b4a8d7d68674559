/** One run's folder: a readable record, its trials' files, and the rules that keep them whole. */
import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import { LedgerEntry } from '@shared/domain/ledger'
import { ReducedModel } from '@shared/domain/reduction'
import { LogLine, MetricPoint, RunRecord, RunResult } from '@shared/domain/run'
import { ScheduleEdit } from '@shared/domain/schedule'
import { ScoredCheckpoint } from '@shared/domain/scored-checkpoint'
import type { z } from 'zod'
import { writeFileAtomic } from './atomic-file'
import { appendJsonLineDurably, appendJsonLines, readJsonLines } from './json-lines'

/** Where things lie in a run folder. All paths are absolute. */
export class RunFolder {
  constructor(
    readonly path: string,
    /** Told of every read of target labels, once it is on disk. */
    private readonly onRead: (entry: LedgerEntry) => void = () => undefined,
  ) {}

  get recordFile(): string {
    return join(this.path, 'run.json')
  }
  get resultFile(): string {
    return join(this.path, 'result.json')
  }
  get ledgerFile(): string {
    return join(this.path, 'ledger.jsonl')
  }
  get logFile(): string {
    return join(this.path, 'log.jsonl')
  }
  get lockFile(): string {
    return join(this.path, 'lock')
  }
  get reportFile(): string {
    return join(this.path, 'report.html')
  }
  get cardFile(): string {
    return join(this.path, 'card.md')
  }
  /** There only where the folder holds a reduced model in place of a training. */
  get reductionFile(): string {
    return join(this.path, 'reduction.json')
  }
  /** There only where the folder holds a model that a stream adapted. */
  get streamFile(): string {
    return join(this.path, 'stream.json')
  }
  trial(trialId: string): TrialFolder {
    return new TrialFolder(join(this.path, 'trials', trialId))
  }

  hasRecord(): Promise<boolean> {
    return stat(this.recordFile).then(
      () => true,
      () => false,
    )
  }

  /** Throws `not-found` when the folder holds no run, `invalid-input` when its record cannot be read. */
  async readRecord(): Promise<RunRecord> {
    const record = await readJson(this.recordFile, RunRecord)
    if (record === null) {
      throw new AppError(
        'not-found',
        `${this.path} is not a run folder: it has no run.json.`,
        'Give the folder that a run was written to with --out.',
        'run',
      )
    }
    // The folder may have been moved since it was written.
    return { ...record, folder: this.path }
  }
  async writeRecord(record: RunRecord): Promise<void> {
    await writeFileAtomic(this.recordFile, toText(record))
  }
  /** The record and its log: what a run leaves that ended before it trained. */
  async removeRecord(): Promise<void> {
    await rm(this.logFile, { force: true })
    await rm(this.recordFile, { force: true })
  }
  async readResult(): Promise<RunResult | null> {
    const result = await readJson(this.resultFile, RunResult)
    return result === null ? null : { ...result, folder: this.path, report: this.reportFile }
  }
  async writeResult(result: RunResult): Promise<void> {
    await writeFileAtomic(this.resultFile, toText(result))
  }

  /** Null where the folder holds an ordinary run. */
  readReduction(): Promise<ReducedModel | null> {
    return readJson(this.reductionFile, ReducedModel)
  }
  async writeReduction(model: ReducedModel): Promise<void> {
    await writeFileAtomic(this.reductionFile, toText(model))
  }

  readLedger(): Promise<LedgerEntry[]> {
    return readJsonLines(this.ledgerFile, LedgerEntry)
  }
  /** Enters a read of target labels, stamped now. On disk before it returns: a label is never read without its entry. */
  enterRead(read: Omit<LedgerEntry, 'time'>): LedgerEntry {
    const entry = { ...read, time: new Date().toISOString() }
    this.appendLedger(entry)
    this.onRead(entry)
    return entry
  }
  /** Copies an entry that was made before; `enterRead` makes one. */
  appendLedger(entry: LedgerEntry): void {
    appendJsonLineDurably(this.ledgerFile, entry)
  }
  readLog(): Promise<LogLine[]> {
    return readJsonLines(this.logFile, LogLine)
  }
  appendLog(line: LogLine): Promise<void> {
    return appendJsonLines(this.logFile, [line])
  }
}

/** One trial (method × seed) within a run folder. */
export class TrialFolder {
  constructor(readonly path: string) {}

  get metricsFile(): string {
    return join(this.path, 'metrics.jsonl')
  }
  get checkpoints(): string {
    return join(this.path, 'checkpoints')
  }
  get embedding(): string {
    return join(this.path, 'embedding')
  }
  /** Finished streams of sweeps over test-time adaptation. */
  get sweepsFile(): string {
    return join(this.path, 'sweeps.jsonl')
  }
  /** What validators and predictions say at checkpoints, for a choice among them. */
  get scoredFile(): string {
    return join(this.path, 'scored.jsonl')
  }
  get outcomeFile(): string {
    return join(this.path, 'outcome.json')
  }
  /** Weights of a reduced model; a trained one has checkpoints. */
  get model(): string {
    return join(this.path, 'model')
  }

  get scheduleEditsFile(): string {
    return join(this.path, 'schedule-edits.jsonl')
  }

  readScheduleEdits(): Promise<ScheduleEdit[]> {
    return readJsonLines(this.scheduleEditsFile, ScheduleEdit)
  }
  /** On disk before it returns: a step that used a changed schedule can always be repeated. */
  appendScheduleEdit(edit: ScheduleEdit): void {
    appendJsonLineDurably(this.scheduleEditsFile, edit)
  }

  /** Points up to and including `step`; a resumed trial drops what it is about to compute again. */
  async readMetrics(upToStep = Number.POSITIVE_INFINITY): Promise<MetricPoint[]> {
    const points = await readJsonLines(this.metricsFile, MetricPoint)
    return points.filter((point) => point.step <= upToStep)
  }
  appendMetrics(points: readonly MetricPoint[]): Promise<void> {
    return appendJsonLines(this.metricsFile, points)
  }

  /** Ascending by epoch; of an epoch that a resumed trial did again, what it found last. */
  async readScored(): Promise<ScoredCheckpoint[]> {
    const byEpoch = new Map((await readJsonLines(this.scoredFile, ScoredCheckpoint)).map((one) => [one.epoch, one]))
    return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch)
  }
  appendScored(checkpoint: ScoredCheckpoint): Promise<void> {
    return appendJsonLines(this.scoredFile, [checkpoint])
  }
  async replaceMetrics(points: readonly MetricPoint[]): Promise<void> {
    await writeFileAtomic(this.metricsFile, points.map((point) => `${JSON.stringify(point)}\n`).join(''))
  }
}

/** Parses a JSON file with `schema`; null when it does not exist, `invalid-input` when it cannot be parsed. */
export async function readJson<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  if (text === null) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new AppError('invalid-input', `${path} is not valid JSON.`, 'Restore the file or remove its folder.', path)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new AppError(
      'invalid-input',
      `${path} does not fit this version of Shiftlab: ${issue?.path.join('.')} ${issue?.message}.`,
      'Restore the file or remove its folder.',
      path,
    )
  }
  return parsed.data
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
