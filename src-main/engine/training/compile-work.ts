/**
 * Compiles work that is done again and again, such as a session's step: done once op by op, it is recorded, written as one
 * TensorFlow graph, and from then on run as a whole. State goes into the graph and comes out of it as ordinary tensors, so
 * weights can be read and written at any time.
 */
import { type GraphPlan, loadGraph, type NativeGraph } from '../backend/graph/native-graph'
import { nativeIds, record, type TensorId } from '../backend/graph/recorder'
import { differenceOf, type Feed, graphOf, NotCompilable, type Trace, traceRecording } from '../backend/graph/trace'
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
  const nudged = copyInput(input, 'nudged')
  const before = takeSnapshot(work)
  const expected = outcomeOf(work, () => work.run(input))
  const near = outcomeOf(work, () => work.run(nudged.input))
  const got = outcomeOf(work, () => compiled.run(input))
  const mismatch = mismatchOf({ before, expected, nudged: near, got })
  const kept = mismatch === null ? got : expected
  restoreSnapshot(work, kept.state)
  const outputs = Object.fromEntries(Object.entries(kept.outputs).map(([name, value]): [string, O] => [name, tf.clone(value)]))
  for (const outcome of [expected, near, got]) disposeOutcome(outcome)
  tf.dispose([...nudged.made])
  disposeSnapshot(before)
  return { outputs, mismatch }
}

/** The graph, and what its replay made of the example. The caller disposes both. */
function compile<I extends object, O extends Tensor>(
  work: Work<I, O>,
  example: I,
): { readonly compiled: CompiledWork<I, O>; readonly outcome: Outcome<O> } {
  const copies = [copyInput(example, 'given'), copyInput(example, 'nudged')]
  const outcomes: Outcome<O>[] = []
  const before = takeSnapshot(work)
  try {
    const [first, second] = copies.map(({ input }) => {
      const traced = traceWork(work, input)
      outcomes.push(traced.outcome)
      return traced.trace
    })
    const difference = differenceOf(first, second)
    if (difference !== null) throw new NotCompilable(difference)
    const compiled = replay(work, first)
    const outcome = outcomeOf(work, () => compiled.run(example))
    const mismatch = mismatchOf({ before, expected: outcomes[0], nudged: outcomes[1], got: outcome })
    if (mismatch === null) return { compiled, outcome }
    disposeOutcome(outcome)
    compiled.dispose()
    throw new NotCompilable(`replayed, ${mismatch}`)
  } finally {
    for (const outcome of outcomes) disposeOutcome(outcome)
    for (const { made } of copies) tf.dispose([...made])
    disposeSnapshot(before)
  }
}

/** The work once, recorded; the state is put back afterwards. The caller disposes the outcome. */
function traceWork<I extends object, O extends Tensor>(
  work: Work<I, O>,
  input: I,
): { readonly trace: Trace; readonly outcome: Outcome<O> } {
  separateVariables(work.state.values())
  const feeds = feedsOf(work, input)
  nativeIds(feeds.map(({ tensor }) => tensor))
  const results = new Map<string, TensorId>()
  const { result: outcome, recording } = record(() =>
    outcomeOf(work, () => {
      const outputs = work.run(input)
      const wanted = [...stateOf(work), ...Object.entries(outputs).map(([name, tensor]) => ({ name: ofOutput + name, tensor }))]
      for (const [index, id] of nativeIds(wanted.map(({ tensor }) => tensor)).entries()) results.set(wanted[index].name, id)
      return outputs
    }),
  )
  try {
    return { outcome, trace: traceRecording(recording, feeds, results) }
  } catch (error) {
    disposeOutcome(outcome)
    throw error
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
