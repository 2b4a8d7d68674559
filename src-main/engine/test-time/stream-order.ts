/** Turns a protocol into batches: which image comes when, under which shifts, and where the model is reset. */
import type { ShiftStack } from '@shared/domain/shift'
import type { StreamPlan } from '@shared/domain/stream'
import type { RandomStream } from '../nn/random'
import { correlatedOrder } from './correlated-order'
import type { StreamSegment } from './stream-segments'

export interface StreamItem {
  readonly image: number
  /** Index of its segment. */
  readonly segment: number
  /** Empty: the image as it is. */
  readonly stack: ShiftStack
}

export interface StreamBatch {
  readonly items: readonly StreamItem[]
  readonly resetBefore: boolean
}

export interface StreamImages {
  readonly segments: readonly StreamSegment[]
  /** Class id by image, for a correlated order only; null where there are none. */
  readonly labels: Int32Array | null
}

type OrderPlan = Pick<StreamPlan, 'protocol' | 'batch' | 'order' | 'concentration'>

/** Throws RangeError for a correlated stream of images without labels. */
export function streamBatches({ segments, labels }: StreamImages, plan: OrderPlan, random: RandomStream): StreamBatch[] {
  const { protocol, batch } = plan
  const ordered = segments.map(({ images, stack }, segment) => {
    const order = orderOf(images, { labels, plan, random: random.fork(`segment ${segment}`) })
    const stacks = protocol === 'gradual' ? climbing(stack) : [stack]
    return stacks.flatMap((one) => order.map((image) => ({ image, segment, stack: one })))
  })
  if (protocol === 'mixed') {
    const all = ordered.flat()
    const mixed = Array.from(random.fork('mixed').permutation(all.length), (at) => all[at])
    return chunk(mixed, batch).map((items) => ({ items, resetBefore: false }))
  }
  const resetsPerSegment = protocol === 'online' || protocol === 'correlated'
  return ordered.flatMap((items) =>
    chunk(items, batch).map((some, index) => ({
      items: some,
      resetBefore: protocol === 'episodic' || (resetsPerSegment && index === 0),
    })),
  )
}

interface Ordering {
  readonly labels: Int32Array | null
  readonly plan: OrderPlan
  readonly random: RandomStream
}

function orderOf(images: readonly number[], { labels, plan, random }: Ordering): number[] {
  const { protocol, order, concentration } = plan
  if (protocol === 'correlated') {
    if (labels === null) throw new RangeError('a correlated stream needs class labels to put its images in order')
    const own = Int32Array.from(images, (image) => labels[image])
    return correlatedOrder(own, { concentration, random }).map((at) => images[at])
  }
  return order === 'file' ? [...images] : Array.from(random.permutation(images.length), (at) => images[at])
}

/** The stack from its first level up to the severities asked for and down again; an empty one, or one that does nothing, stays as it is. */
function climbing(stack: ShiftStack): ShiftStack[] {
  const top = Math.max(0, ...stack.map(({ severity }) => severity))
  if (top === 0) return [stack]
  const up = Array.from({ length: Math.ceil(top) }, (_, level) => Math.min(level + 1, top))
  return [...up, ...up.slice(0, -1).reverse()].map((level) =>
    stack.map(({ kind, severity }) => ({ kind, severity: (severity * level) / top })),
  )
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
