/**
 * Compiles work that is done again and again, such as a session's step: done once op by op, it is recorded, written as one
 * TensorFlow graph, and from then on run as a whole. State goes into the graph and comes out of it as ordinary tensors, so
 * weights can be read and written at any time.
 */
import { type GraphPlan, loadGraph, type NativeGraph } from '../backend/graph/native-graph'
import { NotCompilable } from '../backend/graph/not-compilable'
import { nativeIds, type Recorded, type Recording, record, rehearse, type TensorId } from '../backend/graph/recorder'
import { differenceOf, type Feed, graphOf, type Trace, traceRecording } from '../backend/graph/trace'
import { type Tensor, tf, type Variable } from '../backend/tensorflow'
import { disposeSnapshot, restoreSnapshot, separateVariables, takeSnapshot } from './session-state'
import { copyInput, tensorsOf } from './step-input'
import { disposeOutcome, mismatchOf, type Outcome, outcomeOf } from './step-outcome'

/** What can be compiled: a function of variables, which it may change, and of the tensors of an input. */
export interface Work<Input extends object, Output extends Tensor> {
  /** All variables that it reads or changes, by name. */
  readonly state: ReadonlyMap<string, Variable>
  /** The caller disposes what it returns. */
  run(input: Input): Readonly<Record<string, Output>>
}

export interface CompiledWork<Input extends object, Output extends Tensor> {
  /** As the work itself: changes its state and returns its outputs, which the caller disposes. */
  run(input: Input): Readonly<Record<string, Output>>
  /** Native ops that one run stands for. */
  readonly ops: number
  dispose(): void
}

const ofState = 'state/'
const ofOutput = 'outputs/'

/**
 * The work as a graph for inputs of the signature of `example`. Leaves the state as it was.
 * @throws NotCompilable, naming the op or value, where the work cannot be replayed or its replay differs from it.
 */
export function compileWork<I extends object, O extends Tensor>(work: Work<I, O>, example: I): CompiledWork<I, O> {
  const { compiled, outcome } = compile(work, example)
  disposeOutcome(outcome)
  return compiled
}

/** As `compileWork`, with the work on `input` done: the replay that was compared with it is the first of all. */
export function compileAndRun<I extends object, O extends Tensor>(
  work: Work<I, O>,
  input: I,
): { readonly compiled: CompiledWork<I, O>; readonly outputs: Readonly<Record<string, O>> } {
  const { compiled, outcome } = compile(work, input)
  restoreSnapshot(work, outcome.state)
  disposeSnapshot(outcome.state)
  return { compiled, outputs: outcome.outputs }
}

/** Does the work both ways from the same state and keeps the replay's. Returns what differs, with the outcome op by op kept, or null. */
export function runChecked<I extends object, O extends Tensor>(
  work: Work<I, O>,
  compiled: CompiledWork<I, O>,
  input: I,
): { readonly outputs: Readonly<Record<string, O>>; readonly mismatch: string | null } {
  const expected = outcomeOf(work, () => work.run(input))
  const got = outcomeOf(work, () => compiled.run(input))
  const mismatch = judge(work, input, { expected, got })
  const kept = mismatch === null ? got : expected
  restoreSnapshot(work, kept.state)
  const outputs = Object.fromEntries(Object.entries(kept.outputs).map(([name, value]): [string, O] => [name, tf.clone(value)]))
  for (const outcome of [expected, got]) disposeOutcome(outcome)
  return { outputs, mismatch }
}

/** How `got` is wrong, or null. Only where the two differ at all is the work done once more, to see how far right answers can lie apart. */
function judge<I extends object, O extends Tensor>(
  work: Work<I, O>,
  input: I,
  outcomes: { readonly expected: Outcome<O>; readonly got: Outcome<O> },
): string | null {
  const before = takeSnapshot(work)
  try {
    if (mismatchOf({ ...outcomes, before, nudged: outcomes.expected }) === null) return null
    const copy = copyInput(input, 'nudged')
    const nudged = outcomeOf(work, () => work.run(copy.input))
    const mismatch = mismatchOf({ ...outcomes, before, nudged })
    disposeOutcome(nudged)
    tf.dispose([...copy.made])
    return mismatch
  } finally {
    disposeSnapshot(before)
  }
}

/** The graph, and what its replay made of the example. The caller disposes both. */
function compile<I extends object, O extends Tensor>(
  work: Work<I, O>,
  example: I,
): { readonly compiled: CompiledWork<I, O>; readonly outcome: Outcome<O> } {
  const { trace, outcome: expected } = traceTwice(work, example)
  try {
    const compiled = replay(work, trace)
    const outcome = outcomeOf(work, () => compiled.run(example))
    const mismatch = judge(work, example, { expected, got: outcome })
    if (mismatch === null) return { compiled, outcome }
    disposeOutcome(outcome)
    compiled.dispose()
    throw new NotCompilable(`replayed, ${mismatch}`)
  } finally {
    disposeOutcome(expected)
  }
}

/** The work's trace and outcome, after a rehearsal has shown that JavaScript does the same a second time. The caller disposes the outcome. */
function traceTwice<I extends object, O extends Tensor>(
  work: Work<I, O>,
  example: I,
): { readonly trace: Trace; readonly outcome: Outcome<O> } {
  const { trace, recording, outcome } = traceWork(work, example, record)
  try {
    const second = traceWork(work, example, (again) => rehearse(again, recording))
    disposeOutcome(second.outcome)
    const difference = differenceOf(trace, second.trace)
    if (difference !== null) throw new NotCompilable(difference)
    return { trace, outcome }
  } catch (error) {
    disposeOutcome(outcome)
    throw error
  }
}

type Recorder = <T>(work: () => T) => Recorded<T>

/** The work once, recorded; the state is put back afterwards. The caller disposes the outcome. */
function traceWork<I extends object, O extends Tensor>(
  work: Work<I, O>,
  example: I,
  recorder: Recorder,
): { readonly trace: Trace; readonly recording: Recording; readonly outcome: Outcome<O> } {
  const { input, made } = copyInput(example, 'given')
  try {
    separateVariables(work.state.values())
    const feeds = feedsOf(work, input)
    nativeIds(feeds.map(({ tensor }) => tensor))
    const results = new Map<string, TensorId>()
    const { result: outcome, recording } = recorder(() =>
      outcomeOf(work, () => {
        const outputs = work.run(input)
        const wanted = [...stateOf(work), ...Object.entries(outputs).map(([name, tensor]) => ({ name: ofOutput + name, tensor }))]
        for (const [index, id] of nativeIds(wanted.map(({ tensor }) => tensor)).entries()) results.set(wanted[index].name, id)
        return outputs
      }),
    )
    try {
      return { outcome, recording, trace: traceRecording(recording, feeds, results) }
    } catch (error) {
      disposeOutcome(outcome)
      throw error
    }
  } finally {
    tf.dispose([...made])
  }
}

function replay<I extends object, O extends Tensor>(work: Work<I, O>, trace: Trace): CompiledWork<I, O> {
  const { plan, feedIndices, resultNames } = graphOf(trace)
  const graph = load(plan)
  const targets = resultNames.map((name) => work.state.get(name.slice(ofState.length)) ?? null)
  return {
    ops: trace.ops.length,
    dispose: graph.dispose,
    run(input) {
      const given = feedsOf(work, input)
      const results = graph.run(feedIndices.map((index) => given[index].tensor))
      const outputs: Record<string, O> = {}
      results.forEach((result, index) => {
        const variable = targets[index]
        if (variable === null) {
          outputs[resultNames[index].slice(ofOutput.length)] = result as O
        } else {
          variable.assign(result)
          result.dispose()
        }
      })
      return outputs
    },
  }
}

/** State first, then the input, in an order that depends on their names only. */
function feedsOf<I extends object>(work: Pick<Work<I, Tensor>, 'state'>, input: I): Feed[] {
  return [...stateOf(work), ...tensorsOf(input)]
}

function stateOf({ state }: Pick<Work<object, Tensor>, 'state'>): Feed[] {
  return [...state].map(([name, variable]) => ({ name: ofState + name, tensor: variable as Tensor }))
}

function load(plan: GraphPlan): NativeGraph {
  try {
    return loadGraph(plan)
  } catch (error) {
    throw new NotCompilable(error instanceof Error ? error.message : String(error))
  }
}
