/**
 * From a slider's move to the new cloud and figures: 500 digits of 28 px through the digits network, asked for as the Shift screen
 * asks, one position of a three-shift stack after another. And each shift alone, on the same 500 images.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCrew } from '../../src-main/engine/analysis/threads/open-crew'
import { createEngineService } from '../../src-main/engine/service/engine-service'
import { createMapWorker } from '../../src-main/engine/service/testing/map-worker'
import { createShifter } from '../../src-main/engine/shift/apply-shifts'
import { shifts } from '../../src-main/engine/shift/registry'
import { bundleScript } from '../../src-main/engine/testing/bundle-script'
import { findLocations } from '../../src-main/storage/locations'
import { RunRequest } from '../../src-shared/domain/run'
import { maxSeverity, type ShiftStack } from '../../src-shared/domain/shift'
import { type BenchContext, defineBench } from '../harness/bench'
import { benchImages } from '../nets/bench-data'

const images = 500
const warmUps = 5
const positions = 60

export const bench = defineBench({
  summary: 'The Shift screen: from slider to cloud and figures, and each shift alone',
  async run(context) {
    timeShifts(context)
    const home = await mkdtemp(join(tmpdir(), 'shiftlab-bench-'))
    try {
      await timeScene(context, home)
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  },
})

function timeShifts({ report }: BenchContext): void {
  const pool = benchImages(28)
  const rows = Int32Array.from({ length: images }, (_, row) => row)
  const keys = Array.from(rows, String)
  const shifter = createShifter({ height: 28, width: 28, pixels: pool.pixels.read(rows), keys }, 0)
  const none = median(repeat(11, () => shifter.apply([])))
  for (const { id } of shifts) {
    const times = repeat(11, (turn) => shifter.apply([{ kind: id, severity: 2 + turn / 10 }]))
    report({ ...figure(`${id} alone`, times), ours: Math.max(0, median(times) - none), images })
  }
}

async function timeScene({ report, note }: BenchContext, home: string): Promise<void> {
  const { signal } = new AbortController()
  const service = createEngineService({
    ...findLocations(),
    home,
    cacheFolder: join(home, 'cache'),
    emit: () => undefined,
    log: note,
    maps: 'last-epoch',
    createMapWorker,
    crew: openCrew({ script: await bundleScript('analysis/tsne-helper.ts') }),
  })
  const pair = 'digits-textured'
  const request = RunRequest.parse({
    source: { kind: 'built-in', pair, role: 'source' },
    target: { kind: 'built-in', pair, role: 'target' },
    images: { imageSize: 28 },
    methods: ['source-only'],
    backbone: 'digits-cnn-bn',
    epochs: 1,
    seeds: [0],
    bare: true,
  })
  note('training source-only for one epoch, to have a model to look through')
  const started = await service.handlers['runs.start']({ studyId: null, request }, { signal })
  const run = await service.runs.whenSettled(started.id)
  const scene = await service.handlers['shift.open'](
    { runId: run.id, trialId: run.trials[0].id, images: 'source-test', seed: 0 },
    { signal },
  )
  const stages: Record<string, number[]> = { images: [], readings: [], places: [], all: [] }
  for (let turn = -warmUps; turn < positions; turn++) {
    const shiftsNow = stackAt(maxSeverity * (0.05 + (0.9 * (turn + warmUps)) / (positions + warmUps)))
    const question = { sceneId: scene.sceneId, shifts: shiftsNow }
    const start = performance.now()
    await service.handlers['shift.images'](
      { ...question, indices: [0, 50, 100, 150, 200, 250, 300, 350, 400, 450].filter((at) => at < scene.count) },
      { signal },
    )
    const shown = performance.now()
    await service.handlers['shift.measure'](question, { signal })
    const measured = performance.now()
    await service.handlers['shift.place'](question, { signal })
    const placed = performance.now()
    if (turn < 0) continue
    stages.images.push(shown - start)
    stages.readings.push(measured - shown)
    stages.places.push(placed - measured)
    stages.all.push(placed - start)
  }
  await service.shutdown()
  const details = { images: scene.count, network: request.backbone, map: scene.map }
  for (const stage of ['images', 'readings', 'places']) report({ ...figure(`slider: ${stage}`, stages[stage]), ...details })
  report({ ...figure('slider to cloud and figures', stages.all), ...details })
}

function stackAt(severity: number): ShiftStack {
  return ['rotation', 'background-texture', 'gaussian-noise'].map((kind) => ({ kind, severity }))
}

function repeat(times: number, work: (turn: number) => unknown): number[] {
  return Array.from({ length: times }, (_, turn) => {
    const start = performance.now()
    work(turn)
    return performance.now() - start
  })
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
const quantile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(share * values.length))]
const median = (values: readonly number[]): number => quantile(values, 0.5)

function figure(name: string, times: readonly number[]) {
  const spread = (Math.max(...times) - Math.min(...times)) / median(times)
  return {
    name,
    unit: 'ms',
    better: 'lower' as const,
    ours: median(times),
    peer: null,
    peerName: null,
    ratio: null,
    spread: { ours: spread },
    repeats: times.length,
    p95: quantile(times, 0.95),
  }
}
