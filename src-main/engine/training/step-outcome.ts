/** What a step did to a session, and whether two ways of doing it agree. */
import { type Scalar, type Tensor, tf } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import { disposeSnapshot, restoreSnapshot, type StateSnapshot, takeSnapshot } from './session-state'

export interface StepOutcome {
  readonly state: StateSnapshot
  readonly metrics: Readonly<Record<string, Scalar>>
}

/** Does `work` on the session, takes what came of it, and puts the state back. The caller disposes the outcome. */
export function outcomeOf(session: Session, work: () => Readonly<Record<string, Scalar>>): StepOutcome {
  const before = takeSnapshot(session)
  try {
    const metrics = work()
    return { state: takeSnapshot(session), metrics }
  } finally {
    restoreSnapshot(session, before)
    disposeSnapshot(before)
  }
}

export function disposeOutcome({ state, metrics }: StepOutcome): void {
  disposeSnapshot(state)
  tf.dispose(metrics as Record<string, Tensor>)
}

export interface Judgement {
  /** State before the step. */
  readonly before: StateSnapshot
  readonly expected: StepOutcome
  /** The same step on a batch changed by no more than rounding would: how far apart two right answers can be. */
  readonly nudged: StepOutcome
  readonly got: StepOutcome
}

/** Differences that rounding explains, beside what the nudged step shows: parts of the change made, and of the value itself. */
const ofNudge = 30
const ofChange = 1e-3
const ofValue = 1e-5

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
  for (const [name, value] of Object.entries(expected.metrics)) {
    const ours = got.metrics[name]
    if (ours === undefined) return `${name} is missing`
    const difference = differs(value, { was: null, near: nudged.metrics[name], ours })
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
  const allowed = ofNudge * distanceBetween(nudged, want) + ofChange * change + ofValue * length
  return distance <= allowed ? null : `is off by ${distance.toPrecision(2)} where ${allowed.toPrecision(2)} is allowed`
}

type Values = ArrayLike<number>

function distanceBetween(a: Values, b: Values): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2
  return Math.sqrt(sum)
}
