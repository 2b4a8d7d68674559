import { describe, expect, it } from 'vitest'
import { type Scalar, type Tensor, tf, type Variable } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import { compileStep } from './compile-step'
import type { StepInput } from './step-input'
import { bitsOf, smallInput, startSmallDann } from './testing/small-dann'

/** Does steps from..to-1 with a graph compiled at the first. */
function trainCompiled(session: Session, from: number, to: number): void {
  tf.tidy(() => {
    const step = compileStep(session, smallInput(session, from))
    for (let index = from; index < to; index++) step.run(smallInput(session, index))
    step.dispose()
  })
}

/** A session of one weight and the given step. */
function tinySession(step: (w: Variable, x: Tensor) => Readonly<Record<string, Scalar>>): Session {
  const w = tf.variable(tf.tensor1d([1, 2]))
  return {
    state: new Map([['w', w]]),
    step: ({ source }: { source: { x: Tensor } }) => tf.tidy(() => step(w, source.x)),
  } as unknown as Session
}

const tinyInput = (): StepInput => ({ batch: { source: { x: tf.tensor1d([3, 4]) } }, schedules: {}, phase: 'all' }) as unknown as StepInput

describe('compiled step', () => {
  it('compiled step: follows the eager step over several steps, dropout and batch norm included', () => {
    tf.tidy(() => {
      const [compiled, eager] = [startSmallDann(1), startSmallDann(1)]
      const step = compileStep(compiled, smallInput(compiled, 0))
      expect(step.ops).toBeGreaterThan(100)
      for (let index = 0; index < 4; index++) {
        const input = smallInput(eager, index)
        const want = eager.step(input.batch, input.schedules, input.phase)
        const got = step.run(smallInput(compiled, index))
        for (const [name, value] of Object.entries(want))
          expect(got[name].dataSync()[0], `${name} at ${index}`).toBeCloseTo(value.dataSync()[0], 2)
      }
      const counters = [compiled, eager].map(({ state }) => [...(state.get('features/dropout/counter')?.dataSync() ?? [])])
      expect(counters[0]).toEqual(counters[1])
      step.dispose()
    })
  })
  it('compiled step: compiling leaves the state as it was, bit by bit, and no tensor behind', () => {
    const session = startSmallDann(1)
    const before = { bits: bitsOf(session), tensors: tf.memory().numTensors }
    tf.tidy(() => compileStep(session, smallInput(session, 0)).dispose())
    expect(bitsOf(session)).toEqual(before.bits)
    expect(tf.memory().numTensors).toBe(before.tensors)
    session.dispose()
  })
  it('compiled step: steps leave no tensor behind', () => {
    const session = startSmallDann(1)
    const before = tf.memory().numTensors
    trainCompiled(session, 0, 3)
    expect(tf.memory().numTensors).toBe(before)
    session.dispose()
  })
  it('compiled step: a restored state goes on bit by bit as if never stopped, and two sessions of a seed are equal', () => {
    const [straight, first, second] = [startSmallDann(1), startSmallDann(1), startSmallDann(2)]
    trainCompiled(straight, 0, 6)
    trainCompiled(first, 0, 3)
    for (const [name, variable] of second.state) {
      const stored = first.state.get(name) as Variable
      tf.tidy(() => variable.assign(tf.tensor(stored.dataSync(), stored.shape, stored.dtype)))
    }
    trainCompiled(second, 3, 6)
    expect(bitsOf(second)).toEqual(bitsOf(straight))
    for (const session of [straight, first, second]) session.dispose()
  })
  it('compiled step: a weight written between two steps is what the next one starts from', () => {
    tf.tidy(() => {
      const session = tinySession((w, x) => {
        w.assign(tf.add(w, x))
        return { sum: tf.sum<Scalar>(w as Tensor) }
      })
      const step = compileStep(session, tinyInput())
      session.state.get('w')?.assign(tf.tensor1d([100, 200]))
      expect(step.run(tinyInput()).sum.dataSync()[0]).toBe(307)
      expect([...(session.state.get('w')?.dataSync() ?? [])]).toEqual([103, 204])
      step.dispose()
    })
  })
  it('compiled step: variables that began as copies of one another are kept apart', () => {
    tf.tidy(() => {
      const teacher = tf.variable(tf.tensor1d([1, 2]))
      const student = tf.variable(teacher)
      const session = {
        state: new Map([
          ['teacher', teacher],
          ['student', student],
        ]),
        step: ({ source }: { source: { x: Tensor } }) => {
          student.assign(tf.add(student, source.x))
          return { sum: tf.sum(student) }
        },
      } as unknown as Session
      const step = compileStep(session, tinyInput())
      step.run(tinyInput())
      step.run(tinyInput())
      expect([...student.dataSync()]).toEqual([7, 10])
      expect([...teacher.dataSync()]).toEqual([1, 2])
      step.dispose()
    })
  })

  it('compiled step: a step that looks at its values is refused', () => {
    const step = tinySession((w, x) => ({ loss: tf.scalar(tf.sum(tf.mul(w, x)).dataSync()[0]) }))
    tf.tidy(() => {
      expect(() => compileStep(step, tinyInput())).toThrow('reads the values of Sum in JavaScript')
    })
  })
  it('compiled step: random numbers drawn in JavaScript are refused', () => {
    const step = tinySession((w, x) => ({ loss: tf.sum<Scalar>(tf.mul(tf.mul(w, x), tf.randomNormal([2]))) }))
    tf.tidy(() => {
      expect(() => compileStep(step, tinyInput())).toThrow('input 1 of Mul is a value that JavaScript made')
    })
  })
})
