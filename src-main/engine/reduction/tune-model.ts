/** Fine-tuning of a network graph: on labelled source images, and on unlabelled target images after the model before the reduction. */
import { AppError } from '@shared/contract/failure'
import { z } from 'zod'
import { detached } from '../backend/detached'
import { type Rank, type Scalar, tf } from '../backend/tensorflow'
import type { PairData } from '../data/types'
import { crossEntropy } from '../losses/cross-entropy'
import { distillation } from '../losses/distillation'
import type { Session } from '../methods/method'
import { onSource, onTarget, targetOf } from '../methods/shared/domain-passes'
import { createTrainedSession } from '../methods/shared/trained-session'
import { trainingParams } from '../methods/shared/training-params'
import type { RandomStream } from '../nn/random'
import { createVariable, prefixNames } from '../nn/variables'
import { TrainingControl } from '../training/control'
import { ScheduleBook } from '../training/schedule-book'
import { train } from '../training/train'
import { imagesPerStep, stepsPerEpoch } from '../training/training-data'
import { fromArrays, type GraphModel, toArrays, weightNamed } from './graph/graph-model'
import { createGraphNetwork } from './graph/graph-network'

/** Heading of the form under which these are folded. */
const group = 'Fine-tuning'

export const tuningParams = z.strictObject({
  tuneOn: z
    .enum(['source', 'target', 'both'])
    .default('both')
    .meta({
      title: 'Fine-tune on',
      group,
      labels: { source: 'Source', target: 'Target', both: 'Both' },
      description: 'Source images with their labels; target images after the predictions of the model before, without labels.',
    }),
  learningRate: z.number().min(1e-6).max(0.1).default(5e-4).meta({
    title: 'Learning rate',
    group,
    scale: 'log',
    description: 'Adam’s step size while fine-tuning.',
  }),
  batch: z.number().int().min(2).max(512).default(64).meta({
    title: 'Batch',
    group,
    unit: 'images',
    description: 'Images of each domain in a step.',
  }),
  seed: z.number().int().min(0).max(2_147_483_647).default(0).meta({
    title: 'Seed',
    group,
    description: 'Of the order of the images and everything that is drawn.',
  }),
})
export type TuningParams = z.output<typeof tuningParams>

export interface TrainingPart {
  readonly pair: Pick<PairData, 'source' | 'target'>
  readonly random: RandomStream
  readonly signal: AbortSignal
  /** A folder for checkpoints, which the caller removes. */
  readonly scratch: string
  /** Images trained on since the last call. */
  onImages(count: number): void
}

/** Images that so many epochs pass through. */
export function imagesOf({ source, target }: TrainingPart['pair'], epochs: number, batch: number): number {
  const steps = epochs * stepsPerEpoch(source.train.count, batch)
  return steps * imagesPerStep({ source: source.train.count, target: target.train.count, few: 0 }, batch)
}

export interface TuneRequest extends TrainingPart {
  readonly model: GraphModel
  /** Whose predictions the target's images keep. */
  readonly teacher: GraphModel
  /** By kernel name: 0 where a weight is pruned and stays so. */
  readonly masks?: ReadonlyMap<string, Float32Array>
  readonly epochs: number
  readonly params: TuningParams
}

/** Of the teacher's predictions on target images. */
const temperature = 2

/**
 * L = L_y(G(F(x_s)), y_s) + T²·KL(teacher(x_t) ‖ G(F(x_t))), as far as `tuneOn` says. Statistics of norms move along. Throws
 * `cancelled`.
 */
export async function tuneModel(request: TuneRequest): Promise<GraphModel> {
  const { model, teacher, params, epochs } = request
  if (epochs === 0) return model
  const masks = [...(request.masks ?? [])].map(([name, mask]) =>
    createVariable<Rank>(name, tf.tensor(mask, [...weightNamed(model, name).shape]), 'table'),
  )
  const network = createGraphNetwork(model, { masks: new Map(masks.map(({ name, variable }) => [name, variable])) })
  const example = createGraphNetwork(teacher)
  const kept = [
    ...prefixNames('mask', masks),
    ...prefixNames('teacher/features', example.features.variables),
    ...prefixNames('teacher/head', example.head.variables),
  ]
  const session = createTrainedSession({
    parts: { features: network.features, head: network.head },
    params: trainingParams.parse({ learningRate: params.learningRate }),
    statisticsByDomain: 'features-and-head',
    kept,
    objective(batch) {
      const losses: Record<string, Scalar> = {}
      if (params.tuneOn !== 'target') {
        const logits = network.head.forward(network.features.forward(batch.source.x, onSource), onSource)
        losses.classLoss = crossEntropy(logits, batch.source.y)
      }
      if (params.tuneOn !== 'source') {
        const { x } = targetOf(batch)
        const asBefore = { training: false, domain: 'target' } as const
        const wanted = detached(() => example.head.forward(example.features.forward(x, asBefore), asBefore))
        losses.teacherLoss = distillation(network.head.forward(network.features.forward(x, onTarget), onTarget), wanted, temperature)
      }
      return { loss: tf.addN(Object.values(losses)) as Scalar, metrics: losses }
    },
  })
  try {
    await trainSession(session, { ...request, batch: params.batch })
    return readBack(session, model, request.masks)
  } finally {
    session.dispose()
  }
}

/** Trains to the end without leaving anything but the session's values. Throws `cancelled`. */
export async function trainSession(
  session: Session,
  { pair, random, signal, scratch, onImages, epochs, batch }: TrainingPart & { readonly epochs: number; readonly batch: number },
): Promise<void> {
  const control = new TrainingControl()
  const stop = (): void => control.cancel()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const steps = epochs * stepsPerEpoch(pair.source.train.count, batch)
  const perStep = imagesPerStep({ source: pair.source.train.count, target: pair.target.train.count, few: 0 }, batch)
  try {
    await train(
      {
        session,
        data: { source: pair.source.train, target: pair.target.train, few: null, fenced: null },
        epochs,
        batch,
        balanced: false,
        random: random.fork('batches'),
        resumedFrom: null,
        checkpointFolder: scratch,
        control,
        compile: 'auto',
        schedules: new ScheduleBook((progress) => session.schedules(progress), steps),
      },
      {
        onStep: () => onImages(perStep),
        onMetrics: () => undefined,
        onCheckpoint: async () => undefined,
        onPaused: async () => undefined,
        onResumed: async () => undefined,
        onExecution: () => undefined,
      },
    )
  } catch (error) {
    if (signal.aborted) throw new AppError('cancelled', 'The reduction was stopped; nothing was written.', 'Start it again when you like.')
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** The session's values in the model's graph: pruned weights exactly 0, kernels with codes on their grid. */
function readBack(session: Session, { graph, weights }: GraphModel, masks: TuneRequest['masks']): GraphModel {
  const tuned = [...weights].map(([name, { shape }]) => {
    const variable = session.state.get(name)
    if (variable === undefined) throw new Error(`the session has no weight ${name}`)
    const mask = masks?.get(name)
    const values = variable.dataSync<'float32'>()
    return [name, { shape, data: mask === undefined ? values.slice() : values.map((value, at) => (mask[at] === 0 ? 0 : value)) }] as const
  })
  return fromArrays(graph, toArrays({ graph, weights: new Map(tuned) }))
}
