/** Decides how a session's steps are run: compiled where they can be, checked against the eager step, and eager where they cannot. */
import { AppError } from '@shared/contract/failure'
import type { Execution } from '@shared/domain/run'
import { z } from 'zod'
import { NotCompilable } from '../backend/graph/trace'
import { nativeBackend } from '../backend/native'
import type { Scalar } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import { type CompiledStep, compileAndRun, runChecked } from './compile-step'
import { type StepInput, signatureOf } from './step-input'

/** `auto` falls back to eager steps with a note; `on` fails where a step cannot be compiled; `off` never compiles. */
export const CompileMode = z.enum(['auto', 'on', 'off'])
export type CompileMode = z.infer<typeof CompileMode>

export interface StepRunner {
  /** Does the session's step one way or the other. Returns its metrics, which the caller disposes. */
  run(input: StepInput): Metrics
  /** Compiled where every step so far ran as one graph. */
  readonly execution: Execution
  /** Frees the graphs; the session stays as it is. */
  dispose(): void
}

type Metrics = Readonly<Record<string, Scalar>>

export interface StepRunnerOptions {
  readonly session: Session
  readonly mode: CompileMode
  /** When a step has been compiled, or could not be, with a sentence for the run's log. */
  onExecution?(execution: Execution, text: string): void
}

/** Steps done both ways at the beginning of each graph, besides the one it was recorded from. */
const checkedSteps = 1

/** Phases and shapes that a run may have; beyond them compiling would cost more than it saves. */
const mostGraphs = 16

interface Graph {
  readonly step: CompiledStep
  /** Steps done with it, the one it was compiled from among them. */
  runs: number
}

/**
 * One step that cannot be compiled makes all further ones run op by op, so that how a step is run is a function of the run and
 * not of where it was last interrupted.
 */
export function createStepRunner({ session, mode, onExecution = () => {} }: StepRunnerOptions): StepRunner {
  const graphs = new Map<string, Graph>()
  let reason = whyNever(mode)
  const eager = ({ batch, schedules, phase }: StepInput) => session.step(batch, schedules, phase)
  const giveUp = (why: string): void => {
    if (mode === 'on') throw notCompilable(why)
    reason = why
    onExecution({ compiled: false, reason }, `Steps run op by op: ${why}.`)
  }
  const compile = (input: StepInput, key: string): Metrics => {
    const beganMs = performance.now()
    try {
      const { step, metrics } = compileAndRun(session, input)
      graphs.set(key, { step, runs: 1 })
      const seconds = ((performance.now() - beganMs) / 1000).toFixed(1)
      onExecution(
        { compiled: true, reason: '' },
        `Compiled the step of phase "${input.phase}": ${step.ops} operations run as one graph (${seconds} s).`,
      )
      return metrics
    } catch (error) {
      if (!(error instanceof NotCompilable)) throw error
      giveUp(error.message)
      return eager(input)
    }
  }
  const runFirst = (input: StepInput, key: string): Metrics => {
    if (graphs.size < mostGraphs) return compile(input, key)
    giveUp(`its inputs have had ${mostGraphs} different shapes`)
    return eager(input)
  }
  return {
    run(input) {
      if (reason !== '') return eager(input)
      const key = `${input.phase} ${signatureOf(input)}`
      const graph = graphs.get(key)
      if (graph === undefined) return runFirst(input, key)
      graph.runs++
      if (graph.runs > 1 + checkedSteps) return graph.step.run(input)
      const { metrics, mismatch } = runChecked(session, graph.step, input)
      if (mismatch !== null) giveUp(`replayed, ${mismatch}`)
      return metrics
    },
    get execution() {
      return { compiled: reason === '', reason }
    },
    dispose() {
      for (const { step } of graphs.values()) step.dispose()
      graphs.clear()
    },
  }
}

/** Why no step is ever compiled; empty where compiling is to be tried. */
function whyNever(mode: CompileMode): string {
  if (mode === 'off') return 'compiling is turned off'
  if (mode === 'auto' && nativeBackend().isUsingGpuDevice) return 'on a GPU the state of a compiled step would pass through host memory'
  return ''
}

function notCompilable(why: string): AppError {
  return new AppError('invalid-input', `The step cannot be compiled: ${why}.`, 'Set compile=auto to let it run op by op.', 'compile')
}
