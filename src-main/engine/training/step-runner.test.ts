import { describe, expect, it } from 'vitest'
import { type Scalar, type Tensor, tf, type Variable } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import type { StepInput } from './step-input'
import { createStepRunner, type StepRunner } from './step-runner'

/** w ← w + factor()·x; the metric is the sum of w. Counts its calls. */
function addingSession(factor: (call: number) => number) {
  const w: Variable = tf.variable(tf.tensor1d([0, 0]))
  const seen = { calls: 0 }
  const session = {
    state: new Map([['w', w]]),
    step: ({ source }: { source: { x: Tensor } }) =>
      tf.tidy(() => {
        w.assign(tf.add(w, tf.mul(source.x, factor(seen.calls++))))
        return { sum: tf.sum<Scalar>(w as Tensor) }
      }),
  } as unknown as Session
  return { session, seen, w }
}

const input = (phase = 'all', values = [1, 2]): StepInput =>
  ({ batch: { source: { x: tf.tensor1d(values) } }, schedules: {}, phase }) as unknown as StepInput

/** Metrics of one step each. */
function sums(runner: StepRunner, inputs: readonly StepInput[]): number[] {
  return inputs.map((one) => tf.tidy(() => runner.run(one).sum.dataSync()[0]))
}

describe('step runner', () => {
  it('step runner: compiles at the first step, checks the second, and then no longer calls the session', () => {
    const { session, seen } = addingSession(() => 1)
    const notes: string[] = []
    const runner = createStepRunner({ session, mode: 'auto', onExecution: (_, text) => void notes.push(text) })
    expect(sums(runner, [input(), input()])).toEqual([3, 6])
    const calls = seen.calls
    expect(sums(runner, [input(), input(), input()])).toEqual([9, 12, 15])
    expect(seen.calls).toBe(calls)
    expect(runner.execution).toEqual({ compiled: true, reason: '' })
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/^Compiled the step of phase "all": \d+ operations run as one graph/)
    runner.dispose()
  })
  it('step runner: each phase and each shape has a graph of its own', () => {
    const { session } = addingSession(() => 1)
    const notes: string[] = []
    const runner = createStepRunner({ session, mode: 'on', onExecution: (_, text) => void notes.push(text) })
    sums(runner, [input('one'), input('two'), input('one'), input('two')])
    expect(notes).toHaveLength(2)
    runner.dispose()
  })
  it('step runner: inputs of ever new shapes run op by op in the end', () => {
    const { session } = addingSession(() => 1)
    const runner = createStepRunner({ session, mode: 'auto' })
    sums(
      runner,
      Array.from({ length: 18 }, (_, index) => input(`phase ${index}`)),
    )
    expect(runner.execution).toEqual({ compiled: false, reason: 'its inputs have had 16 different shapes' })
    runner.dispose()
  })
  it('step runner: off never compiles', () => {
    const { session, seen } = addingSession(() => 1)
    const runner = createStepRunner({ session, mode: 'off' })
    expect(sums(runner, [input(), input()])).toEqual([3, 6])
    expect(seen.calls).toBe(2)
    expect(runner.execution).toEqual({ compiled: false, reason: 'compiling is turned off' })
  })
  it('step runner: a step that cannot be compiled runs op by op, with a note; with compile=on it is an error that names the remedy', () => {
    const drawing = () => addingSession((call) => call + 1).session
    const notes: string[] = []
    const runner = createStepRunner({
      session: drawing(),
      mode: 'auto',
      onExecution: ({ compiled }, text) => void notes.push(`${compiled} ${text}`),
    })
    sums(runner, [input(), input()])
    expect(runner.execution.compiled).toBe(false)
    expect(notes).toEqual([expect.stringMatching(/^false Steps run op by op: input 1 of Mul is a value that JavaScript made/)])
    const strict = createStepRunner({ session: drawing(), mode: 'on' })
    expect(() => tf.tidy(() => strict.run(input()))).toThrow(
      expect.objectContaining({ code: 'invalid-input', field: 'compile', hint: expect.stringContaining('compile=auto') }),
    )
  })
  it('step runner: a replay that departs from the eager step is dropped for it, and nothing of it remains', () => {
    // The recorded two calls multiply by one, all later ones by ten: the checked second step gives it away.
    const { session, w } = addingSession((call) => (call < 2 ? 1 : 10))
    const notes: string[] = []
    const runner = createStepRunner({ session, mode: 'auto', onExecution: (_, text) => void notes.push(text) })
    expect(sums(runner, [input(), input(), input()])).toEqual([3, 33, 63])
    expect([...w.dataSync()]).toEqual([21, 42])
    expect(notes.at(-1)).toMatch(/^Steps run op by op: replayed, w is off by/)
    expect(runner.execution.compiled).toBe(false)
    runner.dispose()
  })
})
