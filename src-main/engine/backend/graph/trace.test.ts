import { describe, expect, it } from 'vitest'
import { attribute, runKernel } from '../native'
import { type Tensor, type Tensor1D, tf } from '../tensorflow'
import { loadGraph } from './native-graph'
import { NotCompilable } from './not-compilable'
import { nativeIds, record, rehearse } from './recorder'
import { differenceOf, graphOf, traceRecording } from './trace'

type Work = (...inputs: Tensor[]) => Readonly<Record<string, Tensor>>

/** The trace of `work` on these inputs, named a, b, c, …. */
function traceOf(work: Work, inputs: readonly Tensor[]) {
  const feeds = inputs.map((tensor, index) => ({ name: 'abc'[index], tensor }))
  nativeIds(inputs)
  const { result, recording } = record(() => {
    const results = Object.entries(work(...inputs))
    const ids = nativeIds(results.map(([, tensor]) => tensor))
    return new Map(results.map(([name], index) => [name, ids[index]]))
  })
  return traceRecording(recording, feeds, result)
}

/** Results of the graph of `work`, recorded on `example`, on other inputs. */
function replayed(work: Work, example: readonly Tensor[], inputs: readonly Tensor[]): Record<string, number[]> {
  const { plan, feedIndices, resultNames } = graphOf(traceOf(work, example))
  const graph = loadGraph(plan)
  try {
    const results = graph.run(feedIndices.map((index) => inputs[index]))
    return Object.fromEntries(results.map((result, index) => [resultNames[index], [...result.dataSync()]]))
  } finally {
    graph.dispose()
  }
}

const vector = (...values: number[]): Tensor => tf.tensor1d(values)

describe('trace', () => {
  it('trace: a recorded computation with its gradient gives the same numbers on other inputs', () => {
    tf.tidy(() => {
      const work: Work = (x, w) => {
        const { value, grads } = tf.valueAndGrads((given: Tensor, weight: Tensor) =>
          tf.sum(tf.square(tf.matMul(given as never, weight as never))),
        )([x, w])
        return { value, slope: grads[1] }
      }
      const inputs = (seed: number): [Tensor, Tensor] => [
        tf.randomNormal([3, 5], 0, 1, 'float32', seed),
        tf.randomNormal([5, 2], 0, 1, 'float32', seed + 1),
      ]
      const other = inputs(7)
      const expected = Object.fromEntries(Object.entries(work(...other)).map(([name, tensor]) => [name, [...tensor.dataSync()]]))
      const got = replayed(work, inputs(1), other)
      for (const [name, values] of Object.entries(expected)) {
        for (const [entry, value] of values.entries()) expect(got[name][entry]).toBeCloseTo(value, 4)
      }
    })
  })
  it('trace: results may be inputs and constants, and an input under its own name is not fetched', () => {
    tf.tidy(() => {
      const work: Work = (a, b) => ({ a, copy: b, seven: vector(7), sum: tf.add(a, b) })
      expect(replayed(work, [vector(1), vector(2)], [vector(10), vector(20)])).toEqual({ copy: [20], seven: [7], sum: [30] })
    })
  })
  it('trace: integers, truth values, several outputs and shapes that tfjs leaves to TensorFlow survive', () => {
    tf.tidy(() => {
      const work: Work = (a) => {
        const [left, right] = tf.split(a, 2)
        return { more: tf.cast(tf.greater(left, right), 'int32'), wide: tf.expandDims(tf.argMax(a), 0) }
      }
      expect(replayed(work, [vector(1, 2, 3, 4)], [vector(9, 1, 3, 4)])).toEqual({ more: [1, 0], wide: [0] })
    })
  })
  it('trace: recording changes nothing and leaves no tensor behind', () => {
    const x = vector(1, 2, 3)
    nativeIds([x])
    const before = tf.memory().numTensors
    const { result, recording } = record(() => tf.tidy(() => tf.sum(tf.mul(x, 2)).dataSync()[0]))
    expect(result).toBe(12)
    expect(recording.ops.map((op) => op.name)).toEqual(['Mul', 'Sum'])
    expect(tf.memory().numTensors).toBe(before)
    x.dispose()
  })

  it('trace: a value read in JavaScript is refused, and the op that made it named', () => {
    tf.tidy(() => {
      const work: Work = (a) => ({ out: tf.mul(a, tf.max(a).dataSync()[0]) })
      expect(() => traceOf(work, [vector(1, 2)])).toThrow(new NotCompilable('the step reads the values of Max in JavaScript'))
      expect(() => traceOf((a) => ({ out: tf.scalar(a.dataSync()[0]) }), [vector(1)])).toThrow('reads the values of a in JavaScript')
    })
  })
  it('trace: a tensor that is no input is refused', () => {
    tf.tidy(() => {
      const outside = tf.mul(vector(2), 3)
      expect(() => traceOf((a) => ({ out: tf.add(a, outside) }), [vector(1)])).toThrow(
        'Add uses a tensor that is neither batch, state nor schedule',
      )
    })
  })
  it('trace: random numbers from outside the state are refused', () => {
    tf.tidy(() => {
      const attributes = [attribute.floatType('dtype'), attribute.int32Type('T')]
      const work: Work = () => ({ out: runKernel('RandomUniform', attributes, [tf.tensor1d([2], 'int32')]) })
      expect(() => traceOf(work, [])).toThrow('RandomUniform draws random numbers that are not part of the state')
    })
  })

  it('traces: two of the same work are equal, whatever the inputs', () => {
    tf.tidy(() => {
      const work: Work = (a) => ({ out: tf.relu(tf.sub(a, 1)) })
      expect(differenceOf(traceOf(work, [vector(1, 2)]), traceOf(work, [vector(5, -6)]))).toBeNull()
    })
  })
  it('traces: a number that JavaScript drew anew is a difference, and the op that uses it is named', () => {
    tf.tidy(() => {
      let drawn = 0
      const work: Work = (a) => ({ out: tf.mul(a, drawn++) })
      expect(differenceOf(traceOf(work, [vector(1)]), traceOf(work, [vector(1)]))).toMatch(
        /^input 1 of Mul is a value that JavaScript made/,
      )
    })
  })
  it('traces: another op the next time is a difference', () => {
    tf.tidy(() => {
      let turn = 0
      const work: Work = (a) => ({ out: turn++ === 0 ? tf.exp(a) : tf.log(a) })
      expect(differenceOf(traceOf(work, [vector(1)]), traceOf(work, [vector(1)]))).toMatch(/^Exp was Log/)
    })
  })
})

describe('rehearsal', () => {
  const first = vector(1, 2)

  it('rehearsal: asks for the ops of the recording, makes results of its shapes, and executes none of them', () => {
    tf.tidy(() => {
      const work = (): Tensor => tf.sum(tf.outerProduct(tf.exp(first) as Tensor1D, vector(3, 4, 5) as Tensor1D), 1)
      const { recording } = record(work)
      const { result, recording: rehearsed } = rehearse(work, recording)
      expect(rehearsed.ops.map(({ name }) => name)).toEqual(recording.ops.map(({ name }) => name))
      expect(result.shape).toEqual([2])
      expect(result.dataSync()).toHaveLength(1)
    })
  })
  it('rehearsal: another op, one more and one less are refused by name', () => {
    tf.tidy(() => {
      const { recording } = record(() => tf.exp(first))
      expect(() => rehearse(() => tf.log(first), recording)).toThrow('Exp was Log or had other attributes the next time')
      expect(() => rehearse(() => tf.log(tf.exp(first)), recording)).toThrow('the step went on with Log the next time')
      const longer = record(() => tf.log(tf.exp(first))).recording
      const shorter = rehearse(() => tf.exp(first), longer).recording
      const none = new Map<string, number>()
      expect(
        differenceOf(
          traceRecording(longer, [{ name: 'a', tensor: first }], none),
          traceRecording(shorter, [{ name: 'a', tensor: first }], none),
        ),
      ).toBe('the step ended before Log the next time')
    })
  })
})

describe('native graph', () => {
  it('native graph: TensorFlow names the node it cannot load', () => {
    expect(() => loadGraph({ nodes: [{ name: 'odd', op: 'NoSuchOp', inputs: [], attributes: [] }], feeds: [], fetches: ['odd'] })).toThrow(
      'NoSuchOp',
    )
  })
})
