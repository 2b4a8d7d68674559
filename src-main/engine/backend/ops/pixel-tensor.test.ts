import { describe, expect, it } from 'vitest'
import { tf } from '../tensorflow'
import { pixelTensor } from './pixel-tensor'

describe('pixel tensor', () => {
  it('pixel tensor: every 8-bit value becomes the float nearest to p/255', () => {
    const pixels = Uint8Array.from({ length: 256 * 3 }, (_, index) => index % 256)
    const before = tf.memory().numTensors
    const x = pixelTensor(pixels, [1, 16, 16, 3])
    expect(x.shape).toEqual([1, 16, 16, 3])
    expect(x.dtype).toBe('float32')
    expect([...x.dataSync()]).toEqual([...pixels].map((pixel) => Math.fround(pixel / 255)))
    x.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
