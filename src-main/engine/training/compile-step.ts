/**
 * Compiles a session's step: one eager step is recorded op by op, written as one TensorFlow graph, and from then on run as a
 * whole. State goes into the graph and comes out of it as ordinary tensors, so weights can be read and written at any time.
 */
import { type GraphPlan, loadGraph, type NativeGraph } from '../backend/graph/native-graph'
import { nativeIds, record, type TensorId } from '../backend/graph/recorder'
import { differenceOf, type Feed, graphOf, NotCompilable, type Trace, traceRecording } from '../backend/graph/trace'
import { type Scalar, type Tensor, tf } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import { disposeSnapshot, restoreSnapshot, separateVariables, takeSnapshot } from './session-state'
import { copyInput, type StepInput, tensorsOf } from './step-input'
import { disposeOutcome, mismatchOf, outcomeOf, type StepOutcome } from './step-outcome'

export interface CompiledStep {
  /** As the session's own step: changes its state and returns the metrics, which the caller disposes. */
  run(input: StepInput): Record<string, Scalar>
  /** Native ops that one run stands for. */
  readonly ops: number
  dispose(): void
}

const ofState = 'state/'
const ofMetric = 'metrics/'

/**
 * The step as a graph for inputs of the signature of `example`. Leaves the session's state as it was.
 * @throws NotCompilable, naming the op or value, where the step cannot be replayed or its replay differs from the step.
 */
export function compileStep(session: Session, example: StepInput): CompiledStep {
  const { step, outcome } = compile(session, example)
  disposeOutcome(outcome)
  return step
}

/** As `compileStep`, with the step on `input` done: the replay that was compared with the eager step is the first of all. */
export function compileAndRun(
  session: Session,
  input: StepInput,
): { readonly step: CompiledStep; readonly metrics: Readonly<Record<string, Scalar>> } {
  const { step, outcome } = compile(session, input)
  restoreSnapshot(session, outcome.state)
  disposeSnapshot(outcome.state)
  return { step, metrics: outcome.metrics }
}

/** The graph, and what its replay made of the example. The caller disposes both. */
function compile(session: Session, example: StepInput): { readonly step: CompiledStep; readonly outcome: StepOutcome } {
  const copies = [copyInput(example, 'given'), copyInput(example, 'nudged')]
  const outcomes: StepOutcome[] = []
  const before = takeSnapshot(session)
  try {
    const [first, second] = copies.map(({ input }) => {
      const traced = traceStep(session, input)
      outcomes.push(traced.outcome)
      return traced.trace
    })
    const difference = differenceOf(first, second)
    if (difference !== null) throw new NotCompilable(difference)
    const step = replay(session, first)
    const outcome = outcomeOf(session, () => step.run(example))
    const mismatch = mismatchOf({ before, expected: outcomes[0], nudged: outcomes[1], got: outcome })
    if (mismatch === null) return { step, outcome }
    disposeOutcome(outcome)
    step.dispose()
    throw new NotCompilable(`replayed, ${mismatch}`)
  } finally {
    for (const outcome of outcomes) disposeOutcome(outcome)
    for (const { made } of copies) tf.dispose([...made])
    disposeSnapshot(before)
  }
}

/** Does the step both ways from the same state and keeps the replay's. Returns what differs, with the eager step's outcome kept, or null. */
export function runChecked(
  session: Session,
  step: CompiledStep,
  input: StepInput,
): { readonly metrics: Record<string, Scalar>; readonly mismatch: string | null } {
  const nudged = copyInput(input, 'nudged')
  const before = takeSnapshot(session)
  const eager = (given: StepInput) => outcomeOf(session, () => session.step(given.batch, given.schedules, given.phase))
  const expected = eager(input)
  const near = eager(nudged.input)
  const got = outcomeOf(session, () => step.run(input))
  const mismatch = mismatchOf({ before, expected, nudged: near, got })
  const kept = mismatch === null ? got : expected
  restoreSnapshot(session, kept.state)
  const metrics = Object.fromEntries(Object.entries(kept.metrics).map(([name, value]) => [name, tf.clone(value)]))
  for (const outcome of [expected, near, got]) disposeOutcome(outcome)
  tf.dispose([...nudged.made])
  disposeSnapshot(before)
  return { metrics, mismatch }
}

/** One eager step, recorded; the state is put back afterwards. The caller disposes the outcome. */
function traceStep(session: Session, input: StepInput): { readonly trace: Trace; readonly outcome: StepOutcome } {
  separateVariables(session.state.values())
  const feeds = feedsOf(session, input)
  nativeIds(feeds.map(({ tensor }) => tensor))
  const results = new Map<string, TensorId>()
  const { result: outcome, recording } = record(() =>
    outcomeOf(session, () => {
      const metrics = session.step(input.batch, input.schedules, input.phase)
      const wanted = [...stateOf(session), ...Object.entries(metrics).map(([name, tensor]) => ({ name: ofMetric + name, tensor }))]
      for (const [index, id] of nativeIds(wanted.map(({ tensor }) => tensor)).entries()) results.set(wanted[index].name, id)
      return metrics
    }),
  )
  try {
    return { outcome, trace: traceRecording(recording, feeds, results) }
  } catch (error) {
    disposeOutcome(outcome)
    throw error
  }
}

function replay(session: Session, trace: Trace): CompiledStep {
  const { plan, feedIndices, resultNames } = graphOf(trace)
  const graph = load(plan)
  const targets = resultNames.map((name) => session.state.get(name.slice(ofState.length)) ?? null)
  return {
    ops: trace.ops.length,
    dispose: graph.dispose,
    run(input) {
      const given = feedsOf(session, input)
      const results = graph.run(feedIndices.map((index) => given[index].tensor))
      const metrics: Record<string, Scalar> = {}
      results.forEach((result, index) => {
        const variable = targets[index]
        if (variable === null) {
          metrics[resultNames[index].slice(ofMetric.length)] = result as Scalar
        } else {
          variable.assign(result)
          result.dispose()
        }
      })
      return metrics
    },
  }
}

/** State first, then the input, in an order that depends on their names only. */
function feedsOf(session: Session, input: StepInput): Feed[] {
  return [...stateOf(session), ...tensorsOf(input)]
}

function stateOf({ state }: Session): Feed[] {
  return [...state].map(([name, variable]) => ({ name: ofState + name, tensor: variable as Tensor }))
}

function load(plan: GraphPlan): NativeGraph {
  try {
    return loadGraph(plan)
  } catch (error) {
    throw new NotCompilable(error instanceof Error ? error.message : String(error))
  }
}
