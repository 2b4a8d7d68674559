/** Turns a protocol into batches: which image comes when, under which shift, and where the model is reset. */
import type { ShiftSpec } from '@shared/domain/shift'
import type { StreamPlan } from '@shared/domain/stream'
import type { RandomStream } from '../nn/random'
import { correlatedOrder } from './correlated-order'

export interface StreamItem {
  readonly image: number
  /** Index into the plan's shifts; 0 where there are none. */
  readonly segment: number
  /** Null: the image as it is. */
  readonly shift: ShiftSpec | null
}

export interface StreamBatch {
  readonly items: readonly StreamItem[]
  readonly resetBefore: boolean
}

export interface StreamImages {
  readonly count: number
  /** [count] class ids, for a correlated order only; null where there are none. */
  readonly labels: Int32Array | null
}

type OrderPlan = Pick<StreamPlan, 'protocol' | 'shifts' | 'batch' | 'order' | 'concentration'>

/** Throws RangeError for a correlated stream of images without labels. */
export function streamBatches(images: StreamImages, plan: OrderPlan, random: RandomStream): StreamBatch[] {
  const { protocol, batch } = plan
  const shifts: readonly (ShiftSpec | null)[] = plan.shifts.length === 0 ? [null] : plan.shifts
  const segments = shifts.map((shift, segment) => {
    const order = orderOf(images, plan, random.fork(`segment ${segment}`))
    return severitiesOf(shift, protocol).flatMap((severity) =>
      order.map((image) => ({ image, segment, shift: shift === null || severity === null ? shift : { ...shift, severity } })),
    )
  })
  if (protocol === 'mixed') {
    const all = segments.flat()
    const mixed = Array.from(random.fork('mixed').permutation(all.length), (at) => all[at])
    return chunk(mixed, batch).map((items) => ({ items, resetBefore: false }))
  }
  const resetsPerSegment = protocol === 'online' || protocol === 'correlated'
  return segments.flatMap((items) =>
    chunk(items, batch).map((some, index) => ({
      items: some,
      resetBefore: protocol === 'episodic' || (resetsPerSegment && index === 0),
    })),
  )
}

function orderOf({ count, labels }: StreamImages, { protocol, order, concentration }: OrderPlan, random: RandomStream): number[] {
  if (protocol === 'correlated') {
    if (labels === null) throw new RangeError('a correlated stream needs class labels to put its images in order')
    return correlatedOrder(labels, { concentration, random })
  }
  return order === 'file' ? Array.from({ length: count }, (_, image) => image) : [...random.permutation(count)]
}

/** Null stands for the severity as asked. */
function severitiesOf(shift: ShiftSpec | null, protocol: OrderPlan['protocol']): (number | null)[] {
  if (protocol !== 'gradual' || shift === null) return [null]
  const up = Array.from({ length: Math.ceil(shift.severity) }, (_, level) => Math.min(level + 1, shift.severity))
  return [...up, ...up.slice(0, -1).reverse()]
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
