import { expect, it } from 'vitest'
import { createRandom } from '../../nn/random'
import type { GraphModel } from '../graph/graph-model'
import { traceNetwork } from '../graph/trace-network'
import { imageSize, startMovedSession, storedImages } from '../testing/moved-session'
import { kernelCurvature } from './curvature'

it('curvature: estimated from drawn labels, it is about what a small dense network gives exactly', async () => {
  const session = startMovedSession('source-only', 'mlp')
  const model = traceNetwork(session, imageSize)
  session.dispose()
  // Pooling over single pixels changes nothing, but makes the network one that is not dense alone.
  const at = model.graph.nodes.findIndex(({ op }) => op === 'flatten')
  const flat = model.graph.nodes[at]
  if (flat.op !== 'flatten') throw new Error('the network does not flatten its images')
  const pooled: GraphModel = {
    ...model,
    graph: {
      ...model.graph,
      nodes: [
        ...model.graph.nodes.slice(0, at),
        { name: 'pool', op: 'max-pool', input: flat.input, window: [1, 1], strides: [1, 1], padding: 'valid' },
        { ...flat, input: 'pool' },
        ...model.graph.nodes.slice(at + 1),
      ],
    },
  }
  const request = {
    images: [{ domain: 'source' as const, images: storedImages(64) }],
    count: 64,
    signal: new AbortController().signal,
  }
  const exact = await kernelCurvature(model, { ...request, random: createRandom(1) })
  // Draws differ from stream to stream: their mean is what is compared.
  const estimates = await Promise.all(
    Array.from({ length: 12 }, (_, seed) => kernelCurvature(pooled, { ...request, random: createRandom(seed) })),
  )
  for (const [name, want] of exact) {
    const mean = want.map((_, index) => estimates.reduce((sum, one) => sum + (one.get(name) as Float32Array)[index], 0) / estimates.length)
    const total = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0)
    expect(total(mean) / total(want)).toBeGreaterThan(0.85)
    expect(total(mean) / total(want)).toBeLessThan(1.15)
    const off = Math.sqrt(total(mean.map((value, index) => (value - want[index]) ** 2)) / total(want.map((value) => value ** 2)))
    expect(off).toBeLessThan(0.35)
  }
})
