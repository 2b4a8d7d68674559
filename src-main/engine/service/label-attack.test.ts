/** A training that tries to find target labels in everything it is handed, and cannot. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mlp } from '../backbones/mlp'
import { tf } from '../backend/tensorflow'
import { importDomain } from '../data/import-domain'
import { splitPair } from '../data/split-pair'
import type { PairData } from '../data/types'
import type { Session, StepBatch } from '../methods/method'
import { createRandom } from '../nn/random'
import { TrainingControl } from '../training/control'
import { ScheduleBook } from '../training/schedule-book'
import { train } from '../training/train'

let root = ''
const reads: unknown[] = []
let pair: PairData

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiftlab-attack-'))
  const random = createRandom(7)
  for (const role of ['source', 'target'] as const) {
    for (const name of ['a', 'b', 'c']) {
      await mkdir(join(root, role, name), { recursive: true })
      for (let index = 0; index < 12; index++) {
        const pixels = tf.tensor3d(
          Int32Array.from({ length: 192 }, () => random.integer(256)),
          [8, 8, 3],
          'int32',
        )
        await writeFile(join(root, role, name, `${index}.png`), await tf.node.encodePng(pixels))
        pixels.dispose()
      }
    }
  }
  const open = (role: 'source' | 'target') =>
    importDomain({
      source: { kind: 'folder', path: join(root, role) },
      role,
      images: { imageSize: 8 },
      cacheFolder: join(root, 'cache'),
      builtInFolder: root,
      signal: new AbortController().signal,
    })
  pair = splitPair({
    source: await open('source'),
    target: await open('target'),
    testFraction: 0.25,
    ledger: (entry) => void reads.push(entry),
  })
})
afterAll(() => rm(root, { recursive: true, force: true }))

it('training: target batches have images and their positions and nothing else, and no object within reach holds target labels', async () => {
  const seen: StepBatch[] = []
  const normalisation = { mean: [0.5, 0.5, 0.5], std: [1, 1, 1] } as const
  const { features, createHead } = mlp.build({ imageSize: 8, normalisation, random: createRandom(0) }, mlp.params.parse({}))
  const session: Session = {
    state: new Map(),
    weights: [],
    network: { features, head: createHead(3) },
    schedules: () => ({}),
    step(batch) {
      seen.push(batch)
      return { classLoss: tf.scalar(0) }
    },
    predict: () => tf.zeros([1, 3]),
    features: () => tf.zeros([1, 3]),
    dispose: () => undefined,
  }
  await train(
    {
      session,
      data: { source: pair.source.train, target: pair.target.train, few: null, fenced: null },
      epochs: 2,
      batch: 4,
      balanced: false,
      random: createRandom(0),
      resumedFrom: null,
      checkpointFolder: join(root, 'checkpoints'),
      control: new TrainingControl(),
      compile: 'off',
      schedules: new ScheduleBook(session.schedules, 12),
    },
    {
      onStep: () => undefined,
      onMetrics: () => undefined,
      onCheckpoint: async () => undefined,
      onPaused: async () => undefined,
      onResumed: async () => undefined,
      onExecution: () => undefined,
    },
  )
  expect(seen.length).toBeGreaterThan(4)
  for (const batch of seen) {
    expect(Object.keys(batch).sort()).toEqual(['source', 'target'])
    expect(Reflect.ownKeys(batch.target ?? {})).toEqual(['x', 'index'])
  }
  expect(reads).toEqual([])
})

it('vault: walking everything a pair holds finds no target labels; asking for them is entered in the ledger first', () => {
  const truth = pair.vault?.read({ place: 'test', kind: 'report', split: 'train', purpose: 'to know what to look for' })
  expect(reads).toHaveLength(1)
  expect(new Set(truth)).toEqual(new Set([0, 1, 2]))
  const found = reachableArrays({ target: pair.target, vault: pair.vault, summary: pair.summaries.target })
  expect(found.length).toBeGreaterThan(2)
  for (const array of found) expect([...array].slice(0, truth?.length).join()).not.toBe(truth?.join())
  expect(JSON.stringify(pair.summaries.target)).not.toMatch(/"classCounts":\[/)
})

/** Every array of numbers that can be reached by properties, symbols and prototypes included. */
function reachableArrays(start: object): ArrayLike<number>[] & Iterable<ArrayLike<number> & Iterable<number>> {
  const found: (ArrayLike<number> & Iterable<number>)[] = []
  const visited = new Set<unknown>()
  const queue: unknown[] = [start]
  while (queue.length > 0) {
    const value = queue.pop()
    if (value === null || (typeof value !== 'object' && typeof value !== 'function') || visited.has(value)) continue
    visited.add(value)
    if (ArrayBuffer.isView(value)) {
      found.push(value as unknown as Int32Array)
      continue
    }
    if (Array.isArray(value) && value.every((one) => typeof one === 'number')) found.push(value)
    for (const key of Reflect.ownKeys(value)) queue.push((value as Record<PropertyKey, unknown>)[key])
  }
  return found
}
