/** Decides how work is run: compiled where it can be, checked against the work op by op, and op by op where it cannot. */
import { AppError } from '@shared/contract/failure'
import type { Execution } from '@shared/domain/run'
import { NotCompilable } from '../backend/graph/not-compilable'
import { nativeBackend } from '../backend/native'
import type { Tensor } from '../backend/tensorflow'
import type { CompileMode } from './compile-mode'
import { type CompiledWork, compileAndRun, runChecked, type Work } from './compile-work'
import { signatureOf } from './step-input'

export interface WorkRunner<Input extends object, Output extends Tensor> {
  /** Does the work one way or the other. Returns its outputs, which the caller disposes. */
  run(input: Input): Readonly<Record<string, Output>>
  /** Compiled where all work so far ran as one graph. */
  readonly execution: Execution
  /** Frees the graphs; the state stays as it is. */
  dispose(): void
}

export interface WorkRunnerOptions<Input extends object, Output extends Tensor> {
  readonly work: Work<Input, Output>
  readonly mode: CompileMode
  /** What is compiled for an input, in words: `the step of phase "all"`. */
  describe(input: Input): string
  /** Runs op by op before inputs of one signature are compiled; none where absent. Compiling takes as long as several. */
  readonly patience?: number
  /** When work has been compiled, or could not be, with a sentence for the log. */
  onExecution?(execution: Execution, text: string): void
}

/** Runs done both ways at the beginning of each graph, besides the one it was recorded from. */
const checkedRuns = 1

/** Phases and shapes that a run may have; beyond them compiling would cost more than it saves. */
const mostGraphs = 16

interface Known<Input extends object, Output extends Tensor> {
  /** Null until patience has run out. */
  compiled: CompiledWork<Input, Output> | null
  /** Runs of the graph, the one it was compiled from among them; before there is one, runs op by op. */
  runs: number
}

/**
 * Work that cannot be compiled once makes all further runs go op by op, so that how it is run is a function of the run and not
 * of where it was last interrupted.
 */
export function createWorkRunner<I extends object, O extends Tensor>(options: WorkRunnerOptions<I, O>): WorkRunner<I, O> {
  const { work, mode, describe, patience = 0, onExecution = () => {} } = options
  const known = new Map<string, Known<I, O>>()
  let graphs = 0
  let reason = whyNever(mode)
  const giveUp = (why: string): void => {
    if (mode === 'on') throw notCompilable(why)
    reason = why
    onExecution({ compiled: false, reason }, `Steps run op by op: ${why}.`)
  }
  const compile = (input: I, entry: Known<I, O>): Readonly<Record<string, O>> => {
    const beganMs = performance.now()
    try {
      const { compiled, outputs } = compileAndRun(work, input)
      Object.assign(entry, { compiled, runs: 1 })
      graphs++
      const seconds = ((performance.now() - beganMs) / 1000).toFixed(1)
      onExecution(
        { compiled: true, reason: '' },
        `Compiled ${describe(input)}: ${compiled.ops} operations run as one graph (${seconds} s).`,
      )
      return outputs
    } catch (error) {
      if (!(error instanceof NotCompilable)) throw error
      giveUp(error.message)
      return work.run(input)
    }
  }
  const runUncompiled = (input: I, entry: Known<I, O>): Readonly<Record<string, O>> => {
    if (entry.runs++ < patience) return work.run(input)
    if (graphs < mostGraphs) return compile(input, entry)
    giveUp(`its inputs have had ${mostGraphs} different shapes`)
    return work.run(input)
  }
  return {
    run(input) {
      if (reason !== '') return work.run(input)
      const key = signatureOf(input)
      const entry = known.get(key) ?? { compiled: null, runs: 0 }
      known.set(key, entry)
      if (entry.compiled === null) return runUncompiled(input, entry)
      entry.runs++
      if (entry.runs > 1 + checkedRuns) return entry.compiled.run(input)
      const { outputs, mismatch } = runChecked(work, entry.compiled, input)
      if (mismatch !== null) giveUp(`replayed, ${mismatch}`)
      return outputs
    },
    get execution() {
      return { compiled: reason === '', reason }
    },
    dispose() {
      for (const { compiled } of known.values()) compiled?.dispose()
      known.clear()
    },
  }
}

/** Why nothing is ever compiled; empty where compiling is to be tried. */
function whyNever(mode: CompileMode): string {
  if (mode === 'off') return 'compiling is turned off'
  if (mode === 'auto' && nativeBackend().isUsingGpuDevice) return 'on a GPU the state of a compiled step would pass through host memory'
  return ''
}

function notCompilable(why: string): AppError {
  return new AppError('invalid-input', `The step cannot be compiled: ${why}.`, 'Set compile=auto to let it run op by op.', 'compile')
}
