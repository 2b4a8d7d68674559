/** Compiles a session's step. */
import type { Scalar } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import { type CompiledWork, compileWork, type Work } from './compile-work'
import type { StepInput } from './step-input'

/** A session's step as work on its state; its outputs are the metrics. */
export function stepOf(session: Session): Work<StepInput, Scalar> {
  return { state: session.state, run: ({ batch, schedules, phase }) => session.step(batch, schedules, phase) }
}

/** The step as a graph for inputs of the signature of `example`. Leaves the session's state as it was. @throws NotCompilable. */
export function compileStep(session: Session, example: StepInput): CompiledWork<StepInput, Scalar> {
  return compileWork(stepOf(session), example)
}
