/** What a training is fed with, and how its batches are drawn from it. */
import type { Tensor } from '../backend/tensorflow'
import type { Images, LabelledImages } from '../data/types'
import type { EpisodeShape, LabelledBatch, StepBatch, UnlabelledBatch } from '../methods/method'
import type { RandomStream } from '../nn/random'
import { type BatchOrder, createBalancedOrder, createBatchOrder, createSharedOrder, imageTensor, indexTensor, labelTensor } from './batches'
import { createEpisodeOrder } from './episode-order'

/** Only plans of methods that need them have `few` or `fenced`; no other plan has target labels. */
export interface TrainingData {
  /** With `domains` where batches hold equal shares of each, and only then. */
  readonly source: LabelledImages
  /** Images of the source that are not trained on, for a method that watches how well it does on them. */
  readonly heldOut?: LabelledImages
  readonly target: Images | null
  /** Target images whose labels were read through the ledger for a method that learns from a few. */
  readonly few: LabelledImages | null
  /** The oracle's. */
  readonly fenced: LabelledImages | null
}

/** An epoch is one pass over the source; other images are drawn alongside in passes of their own. */
export function stepsPerEpoch(sourceCount: number, batch: number): number {
  return Math.max(1, Math.floor(sourceCount / Math.min(batch, sourceCount)))
}

/** Images that a step draws for the method to train on. */
export function imagesPerStep({ source, target, few }: Record<'source' | 'target' | 'few', number>, batch: number): number {
  return Math.min(batch, source) + Math.min(batch, target) + Math.min(batch, few)
}

export interface DrawOptions {
  readonly data: TrainingData
  /** Images of each domain in a batch. */
  readonly batch: number
  /** Every class of labelled images equally often. */
  readonly balanced: boolean
  /** Source batches are episodes of this shape; absent, they are as large as `batch` says. */
  readonly episode?: EpisodeShape | undefined
  readonly random: RandomStream
}

/** Draws each step's batch: a function of the step alone, so that a resumed run draws the same. The caller disposes it. */
export function createDraw({ data, batch, balanced, episode, random }: DrawOptions): (step: number) => StepBatch {
  const unlabelled = (images: Images | null, name: string) => {
    if (images === null) return null
    const order = createBatchOrder(images.count, batch, random.fork(name))
    return (step: number): UnlabelledBatch => {
      const indices = order.indices(step)
      return { x: imageTensor(images, indices), index: indexTensor(indices) }
    }
  }
  const labelled = (images: LabelledImages | null, name: string) => {
    if (images === null) return null
    const stream = random.fork(name)
    const order =
      episode !== undefined && name === 'source'
        ? createEpisodeOrder(images.labels, episode, stream)
        : orderOf(images, { batch, balanced, random: stream })
    return (step: number): LabelledBatch => {
      const indices = order.indices(step)
      return { x: imageTensor(images, indices), index: indexTensor(indices), y: labelTensor(images.labels, indices) }
    }
  }
  const [source, few, fenced] = [labelled(data.source, 'source'), labelled(data.few, 'few'), labelled(data.fenced, 'fenced')]
  const target = unlabelled(data.target, 'target')
  if (source === null) throw new Error('training needs a source')
  return (step) => ({
    source: source(step),
    ...(target && { target: target(step) }),
    ...(few && { few: few(step) }),
    ...(fenced && { fenced: fenced(step) }),
  })
}

type Order = Pick<BatchOrder, 'indices'>

function orderOf({ labels, domains }: LabelledImages, { batch, balanced, random }: Omit<DrawOptions, 'data' | 'episode'>): Order {
  const plain = (own: Int32Array, size: number, stream: RandomStream): Order =>
    balanced ? createBalancedOrder(own, size, stream) : createBatchOrder(own.length, size, stream)
  if (domains === undefined) return plain(labels, batch, random)
  return createSharedOrder(domains, batch, (members, share, domain) =>
    plain(
      members.map((index) => labels[index]),
      share,
      random.fork(`domain-${domain}`),
    ),
  )
}

/** Every tensor of a batch. */
export function tensorsOf({ source, target, few, fenced, host }: StepBatch): Tensor[] {
  return [source, target, few, fenced, host].flatMap((part) => Object.values<Tensor>({ ...part }))
}
