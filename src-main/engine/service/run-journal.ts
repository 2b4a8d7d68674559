/** The active run's record keeper: what changes is on disk first and announced after. */
import type { EngineContract } from '@shared/contract/engine'
import type { LedgerEntry } from '@shared/domain/ledger'
import type { AlarmKind, LogLine, MetricPoint, RunRecord, RunResult, Trial } from '@shared/domain/run'
import type { Emit } from '@shared/rpc/types'
import type { RunFolder } from '../../storage/run-folder'

/** Where in the run a line belongs, and the alarm it raises. */
export interface LineContext {
  readonly trialId?: string
  readonly epoch?: number
  readonly alarm?: AlarmKind
}

export class RunJournal {
  constructor(
    readonly folder: RunFolder,
    private current: RunRecord,
    private readonly emit: Emit<EngineContract>,
  ) {}

  get record(): RunRecord {
    return this.current
  }

  async update(patch: Partial<RunRecord>): Promise<RunRecord> {
    this.current = { ...this.current, ...patch }
    await this.folder.writeRecord(this.current)
    this.emit('run.changed', this.current)
    return this.current
  }

  /** As `update`, for the end of a run that may have failed because nothing can be written: the window hears of it in any case. */
  async conclude(patch: Partial<RunRecord>): Promise<RunRecord> {
    try {
      return await this.update(patch)
    } catch {
      this.emit('run.changed', this.current)
      return this.current
    }
  }

  updateTrial(trialId: string, patch: Partial<Trial>): Promise<RunRecord> {
    return this.update({ trials: this.current.trials.map((trial) => (trial.id === trialId ? { ...trial, ...patch } : trial)) })
  }

  async log(level: LogLine['level'], text: string, about: LineContext = {}): Promise<void> {
    const { trialId = null, epoch = null, alarm } = about
    const line: LogLine = { time: new Date().toISOString(), trialId, epoch, level, text, ...(alarm === undefined ? {} : { alarm }) }
    await this.folder.appendLog(line)
    this.emit('run.log', { runId: this.current.id, line })
  }

  async metrics(trialId: string, points: readonly MetricPoint[]): Promise<void> {
    await this.folder.trial(trialId).appendMetrics(points)
    this.emit('run.metrics', { runId: this.current.id, trialId, points: [...points] })
  }

  /** Durable, and announced by the folder, before it returns: it is called by the vault ahead of every answer. */
  ledger(read: Omit<LedgerEntry, 'time'>): void {
    this.folder.enterRead(read)
  }

  async result(result: RunResult): Promise<void> {
    await this.folder.writeResult(result)
    this.emit('run.result', { runId: this.current.id, result })
  }
}
