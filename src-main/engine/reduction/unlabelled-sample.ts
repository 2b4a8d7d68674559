/** Images of one domain or both, without labels, on which something of a network is looked at a batch at a time. */
import type { DomainRole } from '@shared/domain/ids'
import { type Tensor4D, tf } from '../backend/tensorflow'
import type { Images } from '../data/types'
import type { RandomStream } from '../nn/random'
import { imageTensor } from '../training/batches'
import { nextTurn } from '../training/next-turn'

export interface UnlabelledSample {
  readonly images: readonly { readonly domain: DomainRole; readonly images: Images }[]
  /** Images of each domain. */
  readonly count: number
  readonly random: RandomStream
  readonly signal: AbortSignal
}

export interface SampleBatch {
  /** [B,H,W,3] in [0,1] */
  readonly x: Tensor4D
  readonly domain: DomainRole
  /** Of the domain's part of the sample alone. */
  readonly random: RandomStream
}

/** Calls `visit`, in a tidy scope of its own, with every batch of at most `batch` images drawn from each domain. */
export async function overSample(
  { images: domains, count, random, signal }: UnlabelledSample,
  batch: number,
  visit: (batch: SampleBatch) => void,
): Promise<void> {
  for (const { domain, images } of domains) {
    const own = random.fork(`sample/${domain}`)
    const order = own.permutation(images.count).subarray(0, count)
    for (let start = 0; start < order.length; start += batch) {
      signal.throwIfAborted()
      tf.tidy(() => visit({ x: imageTensor(images, order.subarray(start, start + batch)), domain, random: own }))
      await nextTurn()
    }
  }
}
