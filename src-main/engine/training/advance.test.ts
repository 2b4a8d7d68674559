import { describe, expect, it } from 'vitest'
import { tf } from '../backend/tensorflow'
import type { EpochView, Session, StepBatch } from '../methods/method'
import { shiftedBlobs } from '../methods/testing/shifted-blobs'
import { createRandom } from '../nn/random'
import { advance } from './advance'
import { createDraw, stepsPerEpoch, type TrainingData } from './training-data'

const batch = 4
const steps = 8

/** Twelve images a domain, three steps an epoch. */
function toyData(): TrainingData {
  const { labels: _, ...target } = shiftedBlobs('target', 12, createRandom('target'))
  return { source: shiftedBlobs('source', 12, createRandom('source')), target, few: null, fenced: null }
}

/** Drives a session with nothing but the given parts, and notes in order what is asked of it. */
async function drive(parts: Partial<Session>, data = toyData()): Promise<{ views: EpochView[]; batches: StepBatch[]; phases: string[] }> {
  const seen = { views: [] as EpochView[], batches: [] as StepBatch[], phases: [] as string[] }
  const session = {
    state: new Map(),
    schedules: () => ({}),
    predict: () => tf.ones([12, 2]),
    async beforeEpoch(view: EpochView) {
      seen.views.push(view)
    },
    step(given: StepBatch, _: unknown, phase: string) {
      seen.batches.push(given)
      seen.phases.push(phase)
      return { classLoss: tf.scalar(seen.batches.length) }
    },
    ...parts,
  } as unknown as Session
  const random = createRandom('advance')
  const draw = createDraw({ data, batch, balanced: false, random })
  for (let step = 0; step < steps; step++) {
    await advance({ session, data, step, steps, perEpoch: stepsPerEpoch(12, batch), schedules: {}, draw, random })
  }
  return seen
}

describe('advance', () => {
  it('advance: one phase, and work between epochs before the first step of each, when a session says nothing of phases', async () => {
    const { views, phases } = await drive({})
    expect(new Set(phases).size).toBe(1)
    expect(views.map((view) => view.epoch)).toEqual([0, 1, 2])
    expect(views.map((view) => view.phaseBegins)).toEqual([true, false, false])
  })

  it('advance: a phase that begins within an epoch gets its own work, told that it begins', async () => {
    const { views, phases } = await drive({ phase: (progress) => (progress < 0.5 ? 'source' : 'target') })
    expect(phases).toEqual([...Array(4).fill('source'), ...Array(4).fill('target')])
    expect(views.map(({ epoch, phase, phaseBegins }) => [epoch, phase, phaseBegins])).toEqual([
      [0, 'source', true],
      [1, 'source', false],
      [4 / 3, 'target', true],
      [2, 'target', false],
    ])
  })

  it('advance: a view shows all images and the session’s predictions of them, and draws alike each time', async () => {
    const data = toyData()
    const { views } = await drive({}, data)
    expect(views[0].source).toBe(data.source)
    expect(views[0].target).toBe(data.target)
    expect(views[0].few).toBeNull()
    expect(await views[0].predict(data.source, 'source')).toEqual(new Float32Array(24).fill(1))
    const draws = async () => (await drive({}, data)).views.map((view) => view.random.uniform())
    expect(await draws()).toEqual(await draws())
    expect(new Set(await draws()).size).toBe(3)
  })

  it('advance: host work reaches the step with its batch, and every tensor is freed, also when it fails', async () => {
    const before = tf.memory().numTensors
    const { batches } = await drive({ beforeStep: ({ source }) => ({ doubled: tf.mul(source.index, 2) }) })
    expect(batches.every(({ host }) => host?.doubled.isDisposed)).toBe(true)
    const failing = () => {
      throw new Error('no coupling')
    }
    await expect(drive({ beforeStep: failing })).rejects.toThrow('no coupling')
    await expect(drive({ step: failing })).rejects.toThrow('no coupling')
    expect(tf.memory().numTensors).toBe(before)
  })

  it('batches: positions name the images that were drawn', () => {
    const data = toyData()
    const { source, target } = createDraw({ data, batch, balanced: false, random: createRandom(1) })(2)
    expect(source.y.dataSync()).toEqual(Int32Array.from(source.index.dataSync(), (index) => data.source.labels[index]))
    expect(new Set(target?.index.dataSync()).size).toBe(batch)
    tf.dispose([source.x, source.y, source.index, target?.x ?? [], target?.index ?? []])
  })
})
