/** Records a session's inference op by op, and separates what depends on the images from what is the same for all of them. */
import type { DomainRole } from '@shared/domain/ids'
import { freezeFeeds } from '../backend/graph/freeze'
import { loadGraph } from '../backend/graph/native-graph'
import { nativeIds, record } from '../backend/graph/recorder'
import { graphOf, type Origin, type Trace, traceRecording } from '../backend/graph/trace'
import { type Tensor, type Tensor4D, tf } from '../backend/tensorflow'
import type { Session } from '../methods/method'
import { separateVariables } from '../training/session-state'

/** A value that no image changes: a weight of the session, a constant, or what was computed from them alone. */
export interface FixedValue {
  /** Of the weight it is or comes from; empty for a constant. */
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array | Int32Array | Uint8Array
}

export interface SessionTrace {
  readonly trace: Trace
  /** Index of the feed that the images come in by. */
  readonly imageFeed: number
  readonly logits: Origin
  /** By `originKey`. */
  readonly fixed: ReadonlyMap<string, FixedValue>
  /** Values at `origins` for images of the example's shape [B,S,S,3] in [0,1], in their order. The caller disposes them. */
  evaluate(origins: readonly Origin[], x: Tensor4D): Tensor[]
}

const logitsName = 'logits'
const imagesName = 'images'

/** Equal for equal origins of one trace. */
export function originKey(origin: Origin): string | null {
  if (origin.from === 'constant') return null
  return origin.from === 'feed' ? `feed ${origin.index}` : `op ${origin.index} ${origin.output}`
}

/** Traces `session.predict` for images of one domain. `example` [B,S,S,3] float32 in [0,1]. @throws NotCompilable, naming the op. */
export function traceSession(session: Pick<Session, 'state' | 'predict'>, domain: DomainRole, example: Tensor4D): SessionTrace {
  separateVariables(session.state.values())
  const state = new Map([...session.state].map(([name, variable]) => [name, variable as Tensor]))
  const feeds = [...state].map(([name, tensor]) => ({ name, tensor })).concat({ name: imagesName, tensor: example })
  nativeIds(feeds.map(({ tensor }) => tensor))
  const traces: Trace[] = []
  tf.tidy(() => {
    const { result, recording } = record(() => session.predict(example, domain))
    traces.push(traceRecording(recording, feeds, new Map([[logitsName, nativeIds([result])[0]]])))
  })
  const [live] = traces
  const frozen = freezeFeeds(live, state)
  const imageFeed = feeds.length - 1
  const evaluate = (origins: readonly Origin[], x: Tensor4D): Tensor[] => evaluateAt(frozen, origins, x)
  const logits = live.results.get(logitsName) as Origin
  const names = namesOfFixed(live, imageFeed)
  return { trace: live, imageFeed, logits, evaluate, fixed: fixedValues(live, { state, names, evaluate, example }) }
}

function evaluateAt(frozen: Trace, origins: readonly Origin[], x: Tensor4D): Tensor[] {
  // The logits are fetched as well: a graph that needs no image at all could not be fed one.
  const results = new Map([...frozen.results, ...origins.map((origin, index) => [`value${index}`, origin] as const)])
  const { plan, resultNames } = graphOf({ ...frozen, results })
  const graph = loadGraph(plan)
  try {
    const tensors = tf.tidy(() => graph.run([x]).map((tensor) => tf.keep(tensor)))
    const byName = new Map(resultNames.map((name, index) => [name, tensors[index]]))
    byName.get(logitsName)?.dispose()
    return origins.map((_, index) => byName.get(`value${index}`) as Tensor)
  } finally {
    graph.dispose()
  }
}

/** Names of what no image reaches, by op: that of the first weight it was computed from. */
function namesOfFixed({ ops, feeds }: Trace, imageFeed: number): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  ops.forEach(({ inputs }, index) => {
    const found = inputs.map((origin) => {
      if (origin.from === 'constant') return ''
      if (origin.from === 'feed') return origin.index === imageFeed ? null : feeds[origin.index].name
      return names.get(origin.index) ?? null
    })
    if (found.every((name) => name !== null)) names.set(index, found.find((name) => name !== '') ?? '')
  })
  return names
}

interface Fixing {
  readonly state: ReadonlyMap<string, Tensor>
  readonly names: ReadonlyMap<number, string>
  readonly evaluate: SessionTrace['evaluate']
  readonly example: Tensor4D
}

/** Weights as they are, and what was computed of weights alone where a layer reads it. */
function fixedValues({ ops, feeds }: Trace, { state, names, evaluate, example }: Fixing): Map<string, FixedValue> {
  const fixed = new Map<string, FixedValue>()
  const computed = new Map<string, Extract<Origin, { from: 'op' }>>()
  ops.forEach(({ inputs }, index) => {
    if (names.has(index)) return
    for (const origin of inputs) {
      const key = originKey(origin)
      if (key === null) continue
      if (origin.from === 'op' && names.has(origin.index)) computed.set(key, origin)
      const weight = origin.from === 'feed' ? state.get(feeds[origin.index].name) : undefined
      if (weight !== undefined && origin.from === 'feed')
        fixed.set(key, { name: feeds[origin.index].name, shape: weight.shape, data: weight.dataSync() })
    }
  })
  if (computed.size === 0) return fixed
  const tensors = evaluate([...computed.values()], example)
  ;[...computed].forEach(([key, origin], index) => {
    const { shape } = tensors[index]
    fixed.set(key, { name: names.get(origin.index) ?? '', shape, data: tensors[index].dataSync() })
    tensors[index].dispose()
  })
  return fixed
}
