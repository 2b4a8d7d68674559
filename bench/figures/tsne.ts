/** t-SNE of one array by ours, openTSNE and scikit-learn: seconds, and how good the layouts are on the same footing. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { affinities, neighboursForPerplexity } from '../../src-main/engine/analysis/affinities'
import { embedFeatures } from '../../src-main/engine/analysis/embed-features'
import type { FeatureMatrix } from '../../src-main/engine/analysis/feature-matrix'
import { layoutSteps } from '../../src-main/engine/analysis/layout-steps'
import { nearestNeighbours } from '../../src-main/engine/analysis/nearest-neighbours'
import { readNpy, writeNpy } from '../../src-main/engine/analysis/npy'
import { exactRepulsion } from '../../src-main/engine/analysis/repulsion'
import type { Crew } from '../../src-main/engine/analysis/threads/crew'
import { openCrew } from '../../src-main/engine/analysis/threads/open-crew'
import { trustworthiness } from '../../src-main/engine/analysis/trustworthiness'
import { klDivergence } from '../../src-main/engine/analysis/tsne'
import { createRandom } from '../../src-main/engine/nn/random'
import { bundleScript } from '../../src-main/engine/testing/bundle-script'
import { type BenchContext, defineBench } from '../harness/bench'
import { median } from '../harness/compare'

const PERPLEXITY = 30
const DIMENSIONS = 64
const BLOBS = 10
/** scikit-learn's Barnes-Hut takes minutes beyond. */
const MOST_FOR_SKLEARN = 5_000

export const bench = defineBench({
  summary: 't-SNE of 5,000 and 20,000 × 64 features against openTSNE and scikit-learn, and an iteration at 10,000 points',
  async run(context) {
    const folder = await mkdtemp(join(tmpdir(), 'shiftlab-bench-tsne-'))
    const crew = openCrew({ script: await bundleScript('analysis/tsne-helper.ts') })
    try {
      for (const count of [5_000, 20_000]) await compareLayouts(context, { folder, crew, count })
      reportIteration(context, crew)
    } finally {
      crew.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
})

interface LayoutBench {
  readonly folder: string
  readonly crew: Crew
  readonly count: number
}

async function compareLayouts(context: BenchContext, { folder, crew, count }: LayoutBench): Promise<void> {
  const matrix = blobs(count)
  const features = join(folder, `${count}.npy`)
  await writeNpy(features, matrix)
  const layouts: Record<string, string> = { ours: join(folder, `${count}-ours.npy`) }
  const peers: Record<string, () => Promise<number>> = {}
  for (const name of ['openTSNE', ...(count <= MOST_FOR_SKLEARN ? ['scikit-learn'] : [])]) {
    const peer = await context.openPeer({
      script: 'tsne_peer.py',
      module: name === 'openTSNE' ? 'openTSNE' : 'sklearn',
      args: ['--method', name],
    })
    if (peer === null) continue
    const out = join(folder, `${count}-${name}.npy`)
    layouts[name] = out
    peers[name] = () => peer.measure({ features, out })
  }
  await context.compare({
    name: `layout-${count}`,
    unit: 's',
    better: 'lower',
    ours: async () => {
      const { positions, seconds } = await embedFeatures({ ...matrix, perplexity: PERPLEXITY, seed: 0, agreement: 'skipped', crew })
      await writeNpy(layouts.ours, { features: positions, count, dimensions: 2 })
      return seconds
    },
    peers,
  })
  await reportQuality(context, matrix, layouts)
}

/** KL with P over exact neighbours and exact Q, and trustworthiness over 15 neighbours, of every contestant's last layout alike. */
async function reportQuality(context: BenchContext, matrix: FeatureMatrix, layouts: Readonly<Record<string, string>>): Promise<void> {
  const { count } = matrix
  const p = affinities(nearestNeighbours({ ...matrix, k: neighboursForPerplexity(PERPLEXITY) }), PERPLEXITY)
  const kl = new Map<string, number>()
  const trust = new Map<string, number>()
  for (const [name, file] of Object.entries(layouts)) {
    const { features: positions } = await readNpy(file)
    kl.set(name, klDivergence({ affinities: p, positions: Float64Array.from(positions), repulsion: exactRepulsion }))
    trust.set(name, trustworthiness({ ...matrix, positions, neighbours: 15, sample: { points: 2_000, seed: 0 } }))
  }
  const peerName = layouts.openTSNE === undefined ? null : 'openTSNE'
  for (const [figure, unit, better, values] of [
    ['kl', 'nats', 'lower', kl],
    ['trustworthiness', '', 'higher', trust],
  ] as const) {
    const ours = values.get('ours') ?? Number.NaN
    const peer = peerName === null ? null : (values.get(peerName) ?? null)
    context.report({
      name: `${figure}-${count}`,
      unit,
      better,
      ours,
      peer,
      peerName,
      ratio: peer === null ? null : better === 'lower' ? peer / ours : ours / peer,
      spread: {},
      repeats: 1,
      all: Object.fromEntries(values),
    })
  }
}

/** The median over 100 late iterations: what a live view of 10,000 points can move at. */
function reportIteration(context: BenchContext, crew: Crew): void {
  const times: number[] = []
  const steps = layoutSteps({
    ...blobs(10_000),
    crew,
    perplexity: PERPLEXITY,
    seed: 0,
    schedule: [
      { iterations: 250, exaggeration: 12 },
      { iterations: 200, exaggeration: 1 },
    ],
  })
  let started = performance.now()
  for (let step = steps.next(); !step.done; step = steps.next()) {
    const now = performance.now()
    if (step.value.stage === 'optimising' && step.value.tsne.iteration > 350) times.push(now - started)
    started = now
  }
  context.report({
    name: 'iteration-10000',
    unit: 'ms',
    better: 'lower',
    ours: median(times),
    peer: null,
    peerName: null,
    ratio: null,
    spread: { ours: (Math.max(...times) - Math.min(...times)) / median(times) },
    repeats: times.length,
  })
}

/** Ten Gaussian blobs of deviation 1 whose centres have deviation 3 in every direction. */
function blobs(count: number): FeatureMatrix {
  const random = createRandom(0).fork(`blobs of ${count}`)
  const centres = Float64Array.from({ length: BLOBS * DIMENSIONS }, () => 3 * random.normal())
  const features = Float32Array.from({ length: count * DIMENSIONS }, (_, at) => {
    const blob = Math.floor(at / DIMENSIONS) % BLOBS
    return centres[blob * DIMENSIONS + (at % DIMENSIONS)] + random.normal()
  })
  return { features, count, dimensions: DIMENSIONS }
}
