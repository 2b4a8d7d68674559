/** Long training leaves the machine as it found it: the steps of a run may be millions. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mlp } from '../backbones/mlp'
import { tf } from '../backend/tensorflow'
import { dann } from '../methods/dann'
import { blobClasses, blobNormalisation, blobSide, shiftedBlobs } from '../methods/testing/shifted-blobs'
import { createRandom } from '../nn/random'
import { TrainingControl } from './control'
import { ScheduleBook } from './schedule-book'
import { createStepRunner } from './step-runner'
import { smallInput, startSmallDann } from './testing/small-dann'
import { type TrainingHooks, train } from './train'
import { stepsPerEpoch } from './training-data'

const steps = 2000
/** Allocators, compilers and the size of V8's heap settle in these, before the steps that count. */
const settling = 1000

/** Resident memory without V8's garbage, whose amount depends on the machine's speed. */
function residentBytes(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage.rss()
}

describe('steady state', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'steady-state-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  for (const mode of ['on', 'off'] as const) {
    it(`steady state: ${steps} steps with compile=${mode} keep the number of tensors and, within 5 %, resident memory`, () => {
      const session = startSmallDann(1)
      const runner = createStepRunner({ session, mode })
      const once = (step: number): void => {
        tf.tidy(() => {
          for (const metric of Object.values(runner.run(smallInput(session, step % 6)))) metric.dataSync()
        })
      }
      for (let step = 0; step < settling; step++) once(step)
      const before = { tensors: tf.memory().numTensors, bytes: residentBytes() }
      for (let step = 0; step < steps; step++) once(settling + step)
      expect(tf.memory().numTensors).toBe(before.tensors)
      expect(residentBytes()).toBeLessThan(1.05 * before.bytes)
      runner.dispose()
      session.dispose()
    })
  }

  it('steady state: a cancel is answered before another step is done', async () => {
    const random = createRandom('cancel')
    const { labels: _, ...target } = shiftedBlobs('target', 400, random.fork('target'))
    const data = { source: shiftedBlobs('source', 400, random.fork('source')), target, few: null, fenced: null }
    const normalisation = {
      mean: [...blobNormalisation.mean] as [number, number, number],
      std: [...blobNormalisation.std] as [number, number, number],
    }
    const session = dann.start(
      {
        classes: blobClasses,
        images: { source: 400, target: 400 },
        totalSteps: 1200,
        random,
        createBackbone: () => mlp.build({ imageSize: blobSide, normalisation, random }, mlp.params.parse({})),
      },
      dann.params.parse({}),
    )
    const control = new TrainingControl()
    let last = 0
    const hooks: TrainingHooks = {
      onStep({ step }) {
        last = step
        if (step === 500) control.cancel()
      },
      onMetrics: () => undefined,
      onCheckpoint: async () => undefined,
      onPaused: async () => undefined,
      onResumed: async () => undefined,
      onExecution: () => undefined,
    }
    const plan = {
      session,
      data,
      epochs: 100,
      batch: 32,
      balanced: false,
      random,
      resumedFrom: null,
      checkpointFolder: folder,
      control,
      schedules: new ScheduleBook((progress) => session.schedules(progress), 100 * stepsPerEpoch(data.source.count, 32)),
      compile: 'on' as const,
    }
    await expect(train(plan, hooks)).rejects.toMatchObject({ code: 'cancelled' })
    expect(last).toBe(500)
    session.dispose()
  })
})
