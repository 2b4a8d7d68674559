/** What a command file defines. */
import type { Flags } from './flags'
import type { Output } from './output'

/** Exit status of the process: done, the work failed, the request was wrong, interrupted with a checkpoint kept. */
export const exitCode = { done: 0, failed: 1, wrongRequest: 2, interrupted: 130 } as const

export interface CommandContext {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, unknown>>
  readonly output: Output
  /** Aborted by the first Ctrl-C. */
  readonly interrupt: AbortSignal
}

export interface Command {
  readonly name: string
  /** After the name: `DIR [--against DIR]`. */
  readonly usage: string
  readonly summary: string
  /** How many arguments without a flag it takes; more are refused. */
  readonly maxPositionals: number
  readonly flags: Flags
  /** Resolves with the exit status; throws AppError. */
  run(context: CommandContext): Promise<number>
}
