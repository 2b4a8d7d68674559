/** Real threads over real shared memory: nothing but the time differs from one thread alone. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../nn/random'
import { createShifter } from '../../shift/apply-shifts'
import { shifts } from '../../shift/registry'
import { bundleScript } from '../../testing/bundle-script'
import { layoutSteps } from '../layout-steps'
import { nearestNeighbours } from '../nearest-neighbours'
import { NeighbourSearch, neighbourMemory } from '../neighbour-search'
import { createPlacer } from '../place-points'
import { runAtOnce } from '../run-in-slices'
import { blobs } from '../test-support'
import type { Crew } from './crew'
import { openCrew } from './open-crew'

const matrix = blobs({ count: 1600, dimensions: 16, blobs: 5, spread: 3, seed: 1 })
const opened: Crew[] = []
let script: URL

beforeAll(async () => {
  script = await bundleScript('analysis/tsne-helper.ts')
})
afterAll(() => {
  for (const crew of opened) crew.close()
})

/** A crew whose helpers have all been seen at work. */
function openWarm(threads: number): Crew {
  const crew = openCrew({ script, threads })
  opened.push(crew)
  const memory = neighbourMemory(matrix, { k: 4, threads })
  const search = new NeighbourSearch(memory)
  search.begin()
  const sizes = new Int32Array(memory.sizes)
  const idle = (): boolean => Array.from({ length: threads }, (_, thread) => sizes[thread * matrix.count + 1]).includes(0)
  while (idle()) crew.run(search, 0, search.tiles)
  return crew
}

test('crew: neighbours are the same to the bit with one, two and three threads', () => {
  const one = nearestNeighbours({ ...matrix, k: 40 })
  for (const threads of [2, 3]) expect(nearestNeighbours({ ...matrix, k: 40, crew: openWarm(threads) })).toEqual(one)
})

test('crew: a layout is the same to the bit with one and with two threads, and so are its KL and the one grown out of it', () => {
  const crew = openWarm(2)
  const schedule = [
    { iterations: 10, exaggeration: 12 },
    { iterations: 10, exaggeration: 1 },
  ]
  const request = { ...matrix, perplexity: 20, seed: 3, schedule }
  const [one, two] = [runAtOnce(layoutSteps(request)), runAtOnce(layoutSteps({ ...request, crew }))]
  expect(two.positions()).toEqual(one.positions())
  const previous = one.positions()
  const [later, laterShared] = [{}, { crew }].map((extra) => runAtOnce(layoutSteps({ ...request, ...extra, previous })))
  expect(laterShared.positions()).toEqual(later.positions())
  expect(two.kl()).toBe(one.kl())
})

test('crew: shifted images are the same to the bit with one and with two threads, whatever the shift', () => {
  const random = createRandom('crew')
  const side = 20
  const keys = Array.from({ length: 70 }, (_, image) => `image ${image}`)
  const pixels = Uint8Array.from({ length: keys.length * side * side * 3 }, () => random.integer(256))
  const [one, two] = [undefined, openWarm(2)].map((crew) => createShifter({ height: side, width: side, pixels, keys }, 1, crew))
  for (const { id } of shifts) {
    const stack = [id, 'gaussian-noise'].map((kind) => ({ kind, severity: 2.5 }))
    expect(Buffer.compare(two.apply(stack), one.apply(stack)), id).toBe(0)
  }
})

test('crew: points are placed into a map on the same spots by one and by two threads', () => {
  const random = createRandom('spots')
  const positions = Float32Array.from({ length: 2 * 60 }, () => 10 * random.normal())
  const distances = (count: number) => Float32Array.from({ length: count * 60 }, () => random.uniform())
  const [reference, later] = [distances(60), distances(200)]
  const [one, two] = [{}, { crew: openWarm(2) }].map((by) => createPlacer({ positions, squaredDistances: reference, ...by }))
  expect(two.place(later)).toEqual(one.place(later))
})

test('crew: helpers that cannot be started leave everything to the caller', () => {
  const crew = openCrew({ script: new URL('data:text/javascript,throw new Error("no")'), threads: 2 })
  opened.push(crew)
  expect(nearestNeighbours({ ...matrix, k: 10, crew })).toEqual(nearestNeighbours({ ...matrix, k: 10 }))
})

test('crew: a helper that fails is reported in words, and the caller goes on alone', () => {
  const crew = openWarm(2)
  const foreign = { memory: { kind: 'foreign' }, phases: [() => undefined] }
  expect(() => {
    for (;;) crew.run(foreign, 0, 64)
  }).toThrow('The threads that share the computing stopped: work 2 is unknown.')
  expect(nearestNeighbours({ ...matrix, k: 10, crew })).toEqual(nearestNeighbours({ ...matrix, k: 10 }))
})
