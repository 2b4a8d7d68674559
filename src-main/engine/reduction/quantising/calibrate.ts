/** The range of a network's values at chosen nodes, over images without labels. */
import type { DomainRole } from '@shared/domain/ids'
import { tf } from '../../backend/tensorflow'
import type { Images } from '../../data/types'
import type { RandomStream } from '../../nn/random'
import { imageTensor } from '../../training/batches'
import { nextTurn } from '../../training/next-turn'
import type { GraphModel } from '../graph/graph-model'
import { createGraphNetwork } from '../graph/graph-network'

export interface CalibrationRequest {
  readonly images: readonly { readonly domain: DomainRole; readonly images: Images }[]
  /** Images of each domain. */
  readonly count: number
  readonly random: RandomStream
  readonly signal: AbortSignal
}

const batch = 64

/** [low, high] by node name, over all images of all domains, each passed through the network as its domain. */
export async function calibrate(
  model: GraphModel,
  nodes: readonly string[],
  { images: domains, count, random, signal }: CalibrationRequest,
): Promise<Map<string, readonly [number, number]>> {
  const ranges = new Map<string, readonly [number, number]>()
  const { features, head } = createGraphNetwork(model, {
    onOutput(node, value) {
      if (!nodes.includes(node)) return
      const [low, high] = [tf.min(value), tf.max(value)].map((one) => one.dataSync()[0])
      const [least, most] = ranges.get(node) ?? [low, high]
      ranges.set(node, [Math.min(low, least), Math.max(high, most)])
    },
  })
  try {
    for (const { domain, images } of domains) {
      const order = random.fork(`calibration/${domain}`).permutation(images.count).subarray(0, count)
      for (let start = 0; start < order.length; start += batch) {
        signal.throwIfAborted()
        const pass = { training: false, domain }
        tf.tidy(() => head.forward(features.forward(imageTensor(images, order.subarray(start, start + batch)), pass), pass))
        await nextTurn()
      }
    }
  } finally {
    for (const { variable } of [...features.variables, ...head.variables]) variable.dispose()
  }
  return ranges
}
