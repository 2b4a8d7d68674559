/** Runs a session's steps, compiled where they can be. */
import type { Execution } from '@shared/domain/run'
import type { Scalar } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import type { CompileMode } from './compile-mode'
import { stepOf } from './compile-step'
import type { StepInput } from './step-input'
import { createWorkRunner, type WorkRunner } from './work-runner'

/** Its outputs are the step's metrics. */
export type StepRunner = WorkRunner<StepInput, Scalar>

export interface StepRunnerOptions {
  readonly session: Session
  readonly mode: CompileMode
  /** When a step has been compiled, or could not be, with a sentence for the run's log. */
  onExecution?(execution: Execution, text: string): void
}

/** Each phase and each shape has a graph of its own. */
export function createStepRunner({ session, mode, onExecution }: StepRunnerOptions): StepRunner {
  return createWorkRunner({
    work: stepOf(session),
    mode,
    describe: ({ phase }) => `the step of phase "${phase}"`,
    ...(onExecution && { onExecution }),
  })
}
