import { createHash } from 'node:crypto'
import type { SweepLine } from '@shared/domain/stream-sweep'
import { describe, expect, it } from 'vitest'
import { digitsCnnBn } from '../backbones/digits-cnn-bn'
import { record } from '../backend/graph/recorder'
import { type Rank, type Tensor4D, tf } from '../backend/tensorflow'
import { watchStatistics } from '../nn/layers/watch-statistics'
import { createRandom } from '../nn/random'
import { prefixNames } from '../nn/variables'
import { brokenAssumptions, classExcessOf } from './broken-assumptions'
import { createCollapseGuard } from './collapse-guard'
import { correlatedOrder } from './correlated-order'
import { findStreamMethod, streamMethods } from './registry'
import { rotateAll } from './rotations'
import { runSweep, type SweepRun } from './run-sweep'
import type { StreamContext, StreamModel, StreamSession } from './stream-method'
import { type StreamItem, streamBatches } from './stream-order'
import { partSegments, shiftSegments } from './stream-segments'
import { createStreamSession } from './stream-session'

const side = 16
const classes = 3

function untrainedModel(): { readonly model: StreamModel; readonly context: StreamContext } {
  const random = createRandom(5)
  const normalisation = { mean: [0.5, 0.5, 0.5], std: [0.3, 0.3, 0.3] } as const
  const { features, createHead } = digitsCnnBn.build({ imageSize: side, normalisation, random }, digitsCnnBn.params.parse({}))
  const head = createHead(classes)
  const variables = [...prefixNames('features', features.variables), ...prefixNames('head', head.variables)]
  const model = { network: { features, head }, variables, classes }
  return { model, context: { model, random, sourceImages: (count) => imagesOf(Math.min(count, 8), 900) } }
}

const imagesOf = (count: number, seed: number): Tensor4D => tf.randomUniform<Rank.R4>([count, side, side, 3], 0, 1, 'float32', seed)

function digest({ variables }: StreamModel): string {
  const hash = createHash('sha256')
  for (const { variable } of variables) hash.update(Buffer.from(variable.dataSync().slice().buffer))
  return hash.digest('hex')
}

/** A method that gives everything the first of four classes, beside a source model that is always right. */
function sayItIsTheFirst(labels: Int32Array): Pick<SweepRun, 'labels' | 'classes' | 'sourceOf' | 'openSeed'> {
  const respond = (x: Tensor4D) => ({ logits: tf.tidy(() => tf.tile(tf.tensor2d([[1, 0, 0, 0]]), [x.shape[0], 1])), metrics: {} })
  return {
    labels,
    classes: 4,
    sourceOf: (items: readonly StreamItem[]) => Int32Array.from(items, ({ image }) => labels[image]),
    openSeed: (seed) => ({
      segments: shiftSegments(labels.length, []),
      random: createRandom(seed),
      imagesOf: (items) => tf.zeros([items.length, 1, 1, 3]),
      start: () => createStreamSession({ adapted: [], respond: (x) => respond(x) }),
    }),
  }
}

const quick = { fisherImages: 16, headImages: 16, headSteps: 3, augmentations: 2 }

describe.each(streamMethods.map((method) => ({ id: method.id, method })))('$id', ({ id, method }) => {
  const parse = () => {
    const known = method.params.parse({}) as Record<string, unknown>
    return method.params.parse(Object.fromEntries(Object.entries(quick).filter(([name]) => name in known)))
  }

  it(`${id}: answers [B,K], the same for the same seed, and reset gives back the source model bit by bit`, () => {
    const { model, context } = untrainedModel()
    const before = digest(model)
    const session = method.start(context, parse())
    const answers = (): number[][] =>
      [1, 2].map((seed) =>
        tf.tidy(() => {
          const { logits } = session.respond(imagesOf(6, seed))
          expect(logits.shape).toEqual([6, classes])
          return [...logits.dataSync()]
        }),
      )
    const first = answers()
    session.reset()
    expect(digest(model)).toBe(before)
    expect(answers()).toEqual(first)
    expect(first.flat().every(Number.isFinite)).toBe(true)
    session.dispose()
    expect(digest(model)).toBe(before)
  })

  it(`${id}: leaves no tensor behind, batch after batch and at the end`, () => {
    const { context } = untrainedModel()
    const before = tf.memory().numTensors
    const session = method.start(context, parse())
    const respond = (): void => {
      const x = imagesOf(4, 3)
      const { logits, metrics } = session.respond(x)
      tf.dispose([x, logits, ...Object.values(metrics)])
    }
    respond()
    const during = tf.memory().numTensors
    respond()
    expect(tf.memory().numTensors).toBe(during)
    session.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('replayed answers', () => {
  it('tent: after some batches the answer and its update are one graph, equal but for rounding, and reset gives back the source bit by bit', () => {
    const [graph, plain] = [untrainedModel(), untrainedModel()]
    const before = digest(graph.model)
    const sessions = [graph, plain].map(({ context }) => findStreamMethod('tent').start(context, findStreamMethod('tent').params.parse({})))
    const answer = (session: StreamSession, seed: number): number[] =>
      tf.tidy(() => [...session.respond(imagesOf(6, seed)).logits.dataSync()])
    for (let batch = 0; batch < 12; batch++) {
      const got = answer(sessions[0], batch)
      const want = watchStatistics(
        () => undefined,
        () => answer(sessions[1], batch),
      )
      for (const [at, value] of want.entries()) expect(got[at], `batch ${batch}`).toBeCloseTo(value, 3)
    }
    const tensors = tf.memory().numTensors
    const { recording } = record(() => answer(sessions[0], 12))
    expect(recording.ops.filter(({ name }) => name.startsWith('Conv2D'))).toEqual([])
    expect(tf.memory().numTensors).toBe(tensors)
    sessions[0].reset()
    expect(digest(graph.model)).toBe(before)
    for (const session of sessions) session.dispose()
  })
})

describe('streams', () => {
  const labels = Int32Array.from({ length: 40 }, (_, at) => at % 4)
  const plan = { protocol: 'online', batch: 16, order: 'shuffled', concentration: 0.1 } as const
  const shifts = [
    { kind: 'rotation', severity: 5 },
    { kind: 'contrast', severity: 3 },
  ]
  const images = { segments: shiftSegments(40, shifts), labels }

  it('streams: every protocol shows every image under every shift, and the same seed the same order', () => {
    for (const protocol of ['online', 'episodic', 'continual', 'mixed', 'correlated'] as const) {
      const batches = streamBatches(images, { ...plan, protocol }, createRandom(1))
      const seen = batches.flatMap(({ items }) => items.map(({ image, segment }) => `${image}/${segment}`))
      expect(new Set(seen).size, protocol).toBe(80)
      expect(seen, protocol).toHaveLength(80)
      expect(streamBatches(images, { ...plan, protocol }, createRandom(1))).toEqual(batches)
    }
  })

  it('streams: online resets when the shift changes, episodic before every batch, continual and mixed never', () => {
    const resets = (protocol: 'online' | 'episodic' | 'continual' | 'mixed') =>
      streamBatches(images, { ...plan, protocol }, createRandom(1)).map(({ resetBefore }) => resetBefore)
    expect(resets('online')).toEqual([true, false, false, true, false, false])
    expect(resets('episodic').every(Boolean)).toBe(true)
    expect([...resets('continual'), ...resets('mixed')].some(Boolean)).toBe(false)
  })

  it('streams: a gradual one climbs to the severity asked for and comes back', () => {
    const batches = streamBatches(
      { segments: shiftSegments(40, [{ kind: 'rotation', severity: 2.5 }]), labels },
      { ...plan, protocol: 'gradual', batch: 40 },
      createRandom(1),
    )
    expect(batches.map(({ items }) => items[0].stack[0].severity)).toEqual([1, 2, 2.5, 2, 1])
  })

  it('streams: subfolders come one after another, each with its own images in an order of their own, and the model is reset between them', () => {
    const parts = [
      { name: 'fog', images: [0, 1, 2] },
      { name: 'night', images: [3, 4] },
    ]
    const batches = streamBatches({ segments: partSegments(parts), labels }, { ...plan, batch: 2 }, createRandom(1))
    expect(batches.map(({ items, resetBefore }) => [items[0].segment, items.length, resetBefore])).toEqual([
      [0, 2, true],
      [0, 1, false],
      [1, 2, true],
    ])
    expect(batches.flatMap(({ items }) => items.map(({ image }) => image)).sort()).toEqual([0, 1, 2, 3, 4])
    const file = streamBatches({ segments: partSegments(parts), labels }, { ...plan, order: 'file' }, createRandom(1))
    expect(file.flatMap(({ items }) => items.map(({ image }) => image))).toEqual([0, 1, 2, 3, 4])
  })

  it('correlated order: small concentrations give long runs of one class, large ones do not', () => {
    const labels = Int32Array.from({ length: 1000 }, (_, at) => at % 10)
    const neighboursAlike = (concentration: number): number => {
      const order = correlatedOrder(labels, { concentration, random: createRandom(3) })
      expect(new Set(order).size).toBe(1000)
      return order.slice(1).filter((at, index) => labels[at] === labels[order[index]]).length / 999
    }
    expect(neighboursAlike(0.05)).toBeGreaterThan(0.9)
    expect(neighboursAlike(0.05)).toBeGreaterThan(neighboursAlike(100))
  })

  it('sweep: every cell once a seed; what is known is not streamed again, and a stop keeps what is done', async () => {
    const cells = { batches: [1, 8], labelShifts: [0.05, null], seeds: [0, 1], window: 1 }
    const sweepWith = (known: readonly SweepLine[], abort = new AbortController(), stopAfter = Number.POSITIVE_INFINITY) => {
      const kept: SweepLine[] = []
      const counts: number[] = []
      const done = runSweep({
        ...sayItIsTheFirst(labels),
        plan: cells,
        key: 'k',
        known,
        signal: abort.signal,
        onLine: (line) => {
          kept.push(line)
          if (kept.length === stopAfter) abort.abort()
        },
        onProgress: ({ done: count }) => counts.push(count),
      })
      return { done, kept, counts }
    }
    const stopped = sweepWith([], new AbortController(), 3)
    await expect(stopped.done).rejects.toThrow('stopped after 3 of 8 streams')
    const rest = sweepWith([...stopped.kept, { ...stopped.kept[0], key: 'of another model' }])
    const lines = await rest.done
    expect(rest.counts).toEqual([3, 4, 5, 6, 7, 8])
    expect(rest.kept).toHaveLength(5)
    expect(lines).toHaveLength(8)
    // The method says 0 to everything, of which a quarter is right; the source model is always right.
    expect(lines.every(({ errorPct, sourceErrorPct, images: count }) => errorPct === 75 && sourceErrorPct === 0 && count === 40)).toBe(true)
  })

  it('collapse guard: speaks when the adapted model gives one class to nearly all and the source model does not', () => {
    const guard = createCollapseGuard(10)
    const mixed = Array.from({ length: 64 }, (_, at) => at % 10)
    const one = new Array<number>(64).fill(3)
    expect([mixed, mixed, mixed].map((batch) => guard.observe(batch, mixed))).toEqual([false, false, false])
    expect([one, one, one, one].map((batch) => guard.observe(batch, mixed))).toEqual([false, false, true, true])
    guard.forget()
    expect([one, one, one].map((batch) => guard.observe(batch, one))).toEqual([false, false, false])
  })

  it('assumptions: a batch too small and a batch of one class are said in words, and lame minds neither', () => {
    const of = (id: string) => streamMethods.find((method) => method.id === id) as (typeof streamMethods)[number]
    expect(brokenAssumptions(of('tent'), { batch: 1, classExcess: 1 })[0]).toContain('wants 16 or more')
    expect(brokenAssumptions(of('tent'), { batch: 64, classExcess: 0.9 })[0]).toContain('LAME')
    expect(brokenAssumptions(of('lame'), { batch: 64, classExcess: 0.9 })).toEqual([])
    expect(brokenAssumptions(of('tent'), { batch: 64, classExcess: 0.1 })).toEqual([])
    // A model that calls everything one class is no sorted stream.
    expect(classExcessOf([new Array<number>(9).fill(3), new Array<number>(9).fill(3)])).toBe(0)
    expect(classExcessOf([new Array<number>(9).fill(3), new Array<number>(9).fill(4)])).toBeCloseTo(0.5)
  })

  it('rotations: four quarter turns bring an image back, and each turn is labelled', () => {
    tf.tidy(() => {
      const x = imagesOf(2, 1)
      const { images: turned, turn } = rotateAll(x)
      expect([...turn.dataSync()]).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
      const once = turned.slice([2, 0, 0, 0], [2, -1, -1, -1]) as Tensor4D
      const twice = rotateAll(once).images.slice([2, 0, 0, 0], [2, -1, -1, -1])
      expect([...twice.dataSync()]).toEqual([...turned.slice([4, 0, 0, 0], [2, -1, -1, -1]).dataSync()])
      const back = rotateAll(once).images.slice([6, 0, 0, 0], [2, -1, -1, -1])
      expect([...back.dataSync()]).toEqual([...x.dataSync()])
    })
  })
})
