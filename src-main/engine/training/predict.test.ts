import { describe, expect, it } from 'vitest'
import { type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import { memoryPixels, selectPixels } from '../data/pixel-rows'
import type { Images } from '../data/types'
import { createRandom } from '../nn/random'
import { extractFeatures, predictLogits } from './predict'
import { startSmallDann } from './testing/small-dann'

const side = 16

function noise(count: number): Images {
  const random = createRandom('noise')
  return {
    count,
    size: side,
    pixels: memoryPixels(
      Uint8Array.from({ length: count * side * side * 3 }, () => random.integer(256)),
      side * side * 3,
    ),
    domainIndex: Int32Array.from({ length: count }, (_, index) => index),
  }
}

describe('predict', () => {
  it('predict: many images go through a frozen graph, which sees what the session sees, incomplete last batch and all', async () => {
    const session = startSmallDann(1)
    const calls = { forward: 0 }
    const counted = {
      ...session,
      predict: (x: Tensor4D, domain: 'source' | 'target'): Tensor2D => {
        calls.forward++
        return session.predict(x, domain)
      },
    }
    const images = noise(16 * 256 + 30)
    const before = tf.memory().numTensors
    const logits = await predictLogits(counted, images, 'target')
    expect(tf.memory().numTensors).toBe(before)
    // Once to be recorded, and once for the thirty images at the end.
    expect(calls.forward).toBe(2)
    const rows = 3
    for (const start of [0, 3000, 16 * 256]) {
      const few = { ...images, count: rows, pixels: selectPixels(images.pixels, Int32Array.of(start, start + 1, start + 2)) }
      const eager = await predictLogits(session, few, 'target')
      for (const [entry, value] of eager.entries()) expect(logits[start * 3 + entry]).toBeCloseTo(value, 4)
    }
    session.dispose()
  })
  it('predict: a session that reads values on the way runs op by op, with the same result', async () => {
    const session = startSmallDann(1)
    const peeking = {
      ...session,
      features: (x: Tensor4D, domain: 'source' | 'target') => {
        x.dataSync()
        return session.features(x, domain)
      },
    }
    const images = noise(16 * 256)
    const features = await extractFeatures(peeking, images, 'source')
    const few = await extractFeatures(session, { ...images, count: 2 }, 'source')
    for (const [entry, value] of few.entries()) expect(features[entry]).toBeCloseTo(value, 5)
    session.dispose()
  })
})
