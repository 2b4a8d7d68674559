/** Trains one of the pattern runs with the product's own loop and returns its curve. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { MetricPoint } from '@shared/domain/run'
import type { TrainingCurve } from '@shared/domain/training-curve'
import { findLocations } from '../../../../storage/locations'
import { mlp } from '../../../backbones/mlp'
import { createChannelStatistics } from '../../../data/channel-statistics'
import { readDigits } from '../../../data/digit-file'
import { greyToRgb } from '../../../data/grey-to-rgb'
import { openMoons } from '../../../data/moons'
import { memoryPixels } from '../../../data/pixel-rows'
import type { LabelledImages, PairData } from '../../../data/types'
import { measureEpoch } from '../../../evaluation/measure'
import { resolveParams } from '../../../methods/registry'
import { sourceOnly } from '../../../methods/source-only'
import { createRandom, type RandomStream } from '../../../nn/random'
import { TrainingControl } from '../../../training/control'
import { ScheduleBook } from '../../../training/schedule-book'
import { train } from '../../../training/train'
import { stepsPerEpoch } from '../../../training/training-data'
import { curveOfMetrics } from '../curve-of-metrics'
import { type CurveTask, type PatternRun, tunedPerPattern } from './pattern-runs'

interface Collection {
  readonly size: number
  readonly classes: number
  readonly labels: Int32Array
  /** [size, size, 3] of one image. */
  image(index: number): Uint8Array
}

const heldOutCount = 250
const collections = new Map<CurveTask, Promise<Collection>>()

export async function recordCurve(run: PatternRun): Promise<TrainingCurve> {
  const known = collections.get(run.task) ?? openCollection(run.task)
  collections.set(run.task, known)
  const collection = await known
  // Those kept back have seeds that no rule was tuned near.
  const random = createRandom(`curves/${run.pattern}/${run.index}${run.index < tunedPerPattern ? '' : '/kept-back'}`)
  const { trained, heldOut } = divide(collection, run, random.fork('data'))
  const pair = {
    source: { train: trained, test: heldOut },
    target: { train: heldOut, test: heldOut },
    classNames: Array.from({ length: collection.classes }, (_, id) => String(id)),
  } as unknown as PairData
  const totalSteps = run.epochs * stepsPerEpoch(trained.count, run.batch)
  const session = sourceOnly.start(
    {
      classes: collection.classes,
      images: { source: trained.count, target: 0 },
      totalSteps,
      random: random.fork('method'),
      createBackbone: () =>
        mlp.build(
          { imageSize: collection.size, normalisation: normalisationOf(trained), random: random.fork('backbone') },
          mlp.params.parse({ hiddenUnits: run.hiddenUnits }),
        ),
    },
    resolveParams(sourceOnly.params, run.settings),
  )
  const points: MetricPoint[] = []
  const measure = async (epoch: number, step: number): Promise<void> => {
    for (const [name, value] of Object.entries((await measureEpoch(session, pair)).figures)) points.push({ step, epoch, name, value })
  }
  const folder = await mkdtemp(join(tmpdir(), 'curve-'))
  let ended: TrainingCurve['ended'] = 'finished'
  try {
    await measure(0, 0)
    await train(
      {
        session,
        data: { source: trained, target: null, few: null, fenced: null },
        epochs: run.epochs,
        batch: run.batch,
        balanced: false,
        random: random.fork('batches'),
        resumedFrom: null,
        checkpointFolder: folder,
        control: new TrainingControl(),
        compile: 'auto',
        schedules: new ScheduleBook((progress) => session.schedules(progress), totalSteps),
      },
      {
        onStep: () => undefined,
        onMetrics: (more) => points.push(...more),
        onCheckpoint: measure,
        onPaused: async () => undefined,
        onResumed: async () => undefined,
        onExecution: () => undefined,
      },
    )
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    ended = 'diverged'
  } finally {
    session.dispose()
    await rm(folder, { recursive: true, force: true })
  }
  const curve = curveOfMetrics(points, { classes: collection.classes, epochs: run.epochs, ended })
  if (curve === null) throw new Error(`${run.pattern} ${run.index} ended before it had a curve`)
  return curve
}

function divide(
  { size, classes, labels, image }: Collection,
  { images, wrongLabels, leak }: PatternRun,
  random: RandomStream,
): { readonly trained: LabelledImages; readonly heldOut: LabelledImages } {
  const order = random.permutation(labels.length)
  const given = labels.map((label) => (random.uniform() < wrongLabels ? random.integer(classes) : label))
  const pick = (rows: Int32Array): LabelledImages => {
    const length = size * size * 3
    const pixels = new Uint8Array(rows.length * length)
    rows.forEach((row, at) => {
      pixels.set(image(row), at * length)
    })
    return {
      count: rows.length,
      size,
      pixels: memoryPixels(pixels, length),
      labels: rows.map((row) => given[row]),
      domainIndex: rows,
    }
  }
  const trained = order.slice(0, images)
  const held = order.slice(images, images + heldOutCount)
  return { trained: pick(trained), heldOut: pick(leak ? trained.slice(0, Math.min(images, heldOutCount)) : held) }
}

function normalisationOf({ pixels }: LabelledImages) {
  const statistics = createChannelStatistics()
  statistics.add(pixels.read(Int32Array.from({ length: pixels.count }, (_, row) => row)))
  const { mean, std } = statistics.result()
  return { mean: mean as [number, number, number], std: std.map((value) => value || 1) as [number, number, number] }
}

async function openCollection(task: CurveTask): Promise<Collection> {
  const { builtInFolder } = findLocations({})
  if (task === 'moons') return moonsCollection(builtInFolder)
  const { size, pixels, classIds, classes } = await readDigits(builtInFolder, task === 'optical' ? 'optical-digits' : 'mnist-digits')
  const length = size * size
  const side = task === 'optical' ? size : size / 2
  return {
    size: side,
    classes: classes.length,
    labels: classIds,
    image(index) {
      const grey = pixels.subarray(index * length, (index + 1) * length)
      return greyToRgb(side === size ? grey : halved(grey, size))
    },
  }
}

async function moonsCollection(builtInFolder: string): Promise<Collection> {
  const domain = await openMoons({ role: 'source', builtInFolder, params: { angleDegrees: 0, noise: 0.1 } })
  const all = Array.from({ length: domain.count }, (_, index) => domain.image(index))
  const names = [...new Set(all.map(({ className }) => className))]
  return {
    size: all[0].image.width,
    classes: names.length,
    labels: Int32Array.from(all, ({ className }) => names.indexOf(className)),
    image: (index) => all[index].image.pixels,
  }
}

/** Means of 2×2 pixels of [size, size]. */
function halved(grey: Uint8Array, size: number): Uint8Array {
  const side = size / 2
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const from = 2 * Math.floor(at / side) * size + 2 * (at % side)
    return (grey[from] + grey[from + 1] + grey[from + size] + grey[from + size + 1]) / 4
  })
}
