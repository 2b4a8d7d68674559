/** A finding: what is wrong in words, with its evidence and what to try. */
import type { AlarmKind, LogLine } from '@shared/domain/run'

export interface Alarm {
  readonly kind: AlarmKind
  /** `bad` only where the result is wrong or lost. */
  readonly level: Extract<LogLine['level'], 'warn' | 'bad'>
  /** Finding, evidence, what to try: at most three sentences. */
  readonly text: string
}
