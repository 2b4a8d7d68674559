/** What work did to its state, and whether two ways of doing it agree. */
import { type Tensor, tf } from '../backend/tensorflow'
import { disposeSnapshot, restoreSnapshot, type State, type StateSnapshot, takeSnapshot } from './session-state'

export interface Outcome<Output extends Tensor = Tensor> {
  readonly state: StateSnapshot
  readonly outputs: Readonly<Record<string, Output>>
}

/** Does `run`, takes what came of it, and puts the state back. The caller disposes the outcome. */
export function outcomeOf<O extends Tensor>(of: State, run: () => Readonly<Record<string, O>>): Outcome<O> {
  const before = takeSnapshot(of)
  try {
    const outputs = run()
    return { state: takeSnapshot(of), outputs }
  } finally {
    restoreSnapshot(of, before)
    disposeSnapshot(before)
  }
}

export function disposeOutcome({ state, outputs }: Outcome): void {
  disposeSnapshot(state)
  tf.dispose({ ...outputs })
}

export interface Judgement {
  /** State before the work. */
  readonly before: StateSnapshot
  readonly expected: Outcome
  /** The same on an input changed by no more than rounding would: how far apart two right answers can be. */
  readonly nudged: Outcome
  readonly got: Outcome
}

/** Differences that rounding explains, beside what the nudged step shows: parts of the change made, and of the value itself. */
const ofNudge = 30
const ofChange = 1e-3
const ofValue = 1e-5
/** What rounding leaves of values about one: an output may be the small difference of two, such as one entropy less another. */
const ofOne = 2 ** -23

/**
 * Which value is further from the expected one than rounding explains, in words; null when none is. Floats are compared as
 * whole tensors by Euclidean distance: Adam turns the sign of a gradient that is nothing but rounding into a full step, and
 * only the nudged outcome tells such weights from wrong ones. Whole numbers must be equal.
 */
export function mismatchOf({ before, expected, nudged, got }: Judgement): string | null {
  for (const [name, value] of expected.state) {
    const [was, near, ours] = [before, nudged.state, got.state].map((state) => state.get(name) ?? value)
    const difference = differs(value, { was, near, ours })
    if (difference !== null) return `${name} ${difference}`
  }
  for (const [name, value] of Object.entries(expected.outputs)) {
    const ours = got.outputs[name]
    if (ours === undefined) return `${name} is missing`
    const difference = differs(value, { was: null, near: nudged.outputs[name], ours })
    if (difference !== null) return `${name} ${difference}`
  }
  return null
}

function differs(expected: Tensor, { was, near, ours }: { was: Tensor | null; near: Tensor; ours: Tensor }): string | null {
  const [want, nudged, got] = [expected, near, ours].map((tensor) => tensor.dataSync())
  const distance = distanceBetween(got, want)
  if (expected.dtype !== 'float32') return distance === 0 ? null : 'is another whole number'
  const change = was === null ? 0 : distanceBetween(want, was.dataSync())
  const length = distanceBetween(want, new Float32Array(want.length))
  const cancelled = was === null ? ofOne * Math.sqrt(want.length) : 0
  const allowed = ofNudge * distanceBetween(nudged, want) + ofChange * change + ofValue * length + cancelled
  return distance <= allowed ? null : `is off by ${distance.toPrecision(2)} where ${allowed.toPrecision(2)} is allowed`
}

type Values = ArrayLike<number>

function distanceBetween(a: Values, b: Values): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2
  return Math.sqrt(sum)
}
