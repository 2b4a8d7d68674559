/** The range of a network's values at chosen nodes, over images without labels. */
import { tf } from '../../backend/tensorflow'
import type { GraphModel } from '../graph/graph-model'
import { createGraphNetwork } from '../graph/graph-network'
import { overSample, type UnlabelledSample } from '../unlabelled-sample'

const batch = 64

/** [low, high] by node name, over all images of all domains, each passed through the network as its domain. */
export async function calibrate(
  model: GraphModel,
  nodes: readonly string[],
  sample: UnlabelledSample,
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
    await overSample(sample, batch, ({ x, domain }) => {
      const pass = { training: false, domain }
      head.forward(features.forward(x, pass), pass)
    })
  } finally {
    for (const { variable } of [...features.variables, ...head.variables]) variable.dispose()
  }
  return ranges
}
