/** Which images make up each step's batch, and their way into tensors. */
import { pixelTensor } from '../backend/ops/pixel-tensor'
import { type Tensor1D, type Tensor4D, tf } from '../backend/tensorflow'
import type { FeatureTable, Images } from '../data/types'
import type { RandomStream } from '../nn/random'

export interface BatchOrder {
  /** Batches in one pass over the images. */
  readonly batchesPerPass: number
  /** Image indices of a step's batch: a pure function of the step, so that a resumed run draws the same batches. */
  indices(step: number): Int32Array
}

/** Passes over `count` images in fresh seeded permutations; an incomplete last batch of a pass is left out. Fewer images than a batch make one batch of all. */
export function createBatchOrder(count: number, batch: number, random: RandomStream): BatchOrder {
  const size = Math.min(batch, count)
  const batchesPerPass = Math.floor(count / size)
  let pass = -1
  let order: Int32Array = new Int32Array(0)
  return {
    batchesPerPass,
    indices(step) {
      const wanted = Math.floor(step / batchesPerPass)
      if (wanted !== pass) {
        pass = wanted
        order = random.fork(`pass-${pass}`).permutation(count)
      }
      const start = (step % batchesPerPass) * size
      return order.subarray(start, start + size)
    },
  }
}

/**
 * Batches in which every class comes equally often, however many images it has: classes take turns, each going through its own
 * images in fresh seeded permutations. labels [count] int32 class ids; classes without images take no turn.
 */
export function createBalancedOrder(labels: Int32Array, batch: number, random: RandomStream): Pick<BatchOrder, 'indices'> {
  const size = Math.min(batch, labels.length)
  const classes = [...new Set(labels)]
    .sort((a, b) => a - b)
    .map((label) => {
      const members = Int32Array.from(labels.keys()).filter((index) => labels[index] === label)
      const order = createBatchOrder(members.length, 1, random.fork(`class-${label}`))
      return (turn: number): number => members[order.indices(turn)[0]]
    })
  return {
    indices: (step) =>
      Int32Array.from({ length: size }, (_, row) => {
        const turn = step * size + row
        return classes[turn % classes.length](Math.floor(turn / classes.length))
      }),
  }
}

/** How many images of each domain are in a batch of about `batch` from all of them; 1 at least, and no more than the smallest has. */
export function shareOf(domains: Int32Array, batch: number): number {
  const sizes = new Map<number, number>()
  for (const domain of domains) sizes.set(domain, (sizes.get(domain) ?? 0) + 1)
  return Math.max(1, Math.min(Math.floor(batch / sizes.size), ...sizes.values()))
}

/**
 * Batches with equal shares of several domains, one domain's after another's, each domain in an order of its own. domains [count]
 * int32; `orderOf` orders the images of one domain, by their positions among all.
 */
export function createSharedOrder(
  domains: Int32Array,
  batch: number,
  orderOf: (members: Int32Array, share: number, domain: number) => Pick<BatchOrder, 'indices'>,
): Pick<BatchOrder, 'indices'> {
  const share = shareOf(domains, batch)
  const orders = [...new Set(domains)]
    .sort((a, b) => a - b)
    .map((domain) => {
      const members = Int32Array.from(domains.keys()).filter((index) => domains[index] === domain)
      const order = orderOf(members, share, domain)
      return (step: number): number[] => [...order.indices(step)].map((at) => members[at])
    })
  return { indices: (step) => Int32Array.from(orders.flatMap((order) => order(step))) }
}

/** Images at `indices` as x [B,H,W,3] float32 in [0,1], or as their features [B,1,1,D] where they come with them; the caller disposes it. */
export function imageTensor(images: Images, indices: Int32Array): Tensor4D {
  const { size, pixels, features } = images
  if (features !== undefined) return featureTensor(features, indices)
  return pixelTensor(pixels.read(indices), [indices.length, size, size, 3])
}

function featureTensor({ width, row }: FeatureTable, indices: Int32Array): Tensor4D {
  const values = new Float32Array(indices.length * width)
  indices.forEach((index, at) => {
    values.set(row(index), at * width)
  })
  return tf.tensor4d(values, [indices.length, 1, 1, width])
}

/** Class ids at `indices` as y [B] int32; the caller disposes it. */
export function labelTensor(labels: Int32Array, indices: Int32Array): Tensor1D {
  return tf.tensor1d(
    Int32Array.from(indices, (index) => labels[index]),
    'int32',
  )
}

/** Positions as [B] int32; the caller disposes it. */
export function indexTensor(indices: Int32Array): Tensor1D {
  return tf.tensor1d(indices, 'int32')
}
