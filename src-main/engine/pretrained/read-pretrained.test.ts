import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findLocations } from '../../storage/locations'
import { writeTensorFolder } from '../../storage/tensor-folder'
import { type Tensor, tf } from '../backend/tensorflow'
import { memoryPixels } from '../data/pixel-rows'
import { describedDomain } from '../data/testing/domains'
import { noise } from '../data/testing/make-images'
import { temporaryFolder } from '../data/testing/temporary-folder'
import { pretrainedSpaceOpener } from './pretrained-space'
import { pretrainedReader } from './read-pretrained'
import { isProvided } from './testing/provided-weights'

const kernel = { name: 'stem/conv/kernel', shape: [1, 2], data: Float32Array.of(1, 2) }

test('pretrained: weights come by name with their shapes, and are read once', async () => {
  const folder = await temporaryFolder({})
  await writeTensorFolder(join(folder, 'some-net'), [kernel], {})
  const read = pretrainedReader(folder)
  expect([...read('some-net')]).toEqual([['stem/conv/kernel', { shape: [1, 2], data: Float32Array.of(1, 2) }]])
  expect(read('some-net')).toBe(read('some-net'))
})

test('pretrained: weights that are not there are an error that names the step of set-up', async () => {
  const read = pretrainedReader(await temporaryFolder({}))
  expect(() => read('efficientnet-lite0')).toThrow('The weights of efficientnet-lite0 are not on this machine yet.')
  expect(() => read('efficientnet-lite0')).toThrow(
    expect.objectContaining({ code: 'not-found', hint: expect.stringContaining('--again efficientnet-lite0') }),
  )
})

test('pretrained: damaged weights are refused with the way to mend them', async () => {
  const folder = await temporaryFolder({})
  await writeTensorFolder(join(folder, 'cut-net'), [kernel], {})
  await writeFile(join(folder, 'cut-net', 'weights.bin'), Buffer.alloc(8))
  expect(() => pretrainedReader(folder)('cut-net')).toThrow(
    expect.objectContaining({ code: 'invalid-input', hint: expect.stringContaining('--again cut-net') }),
  )
})

function noiseDomain(size: number, count = 10) {
  return {
    ...describedDomain({ role: 'source', images: count, imageSize: size }),
    pixels: memoryPixels(noise('space', size, count * size), size ** 2 * 3),
  }
}

test('pretrained space: there is none for images that are too small, or without the weights', async () => {
  expect(pretrainedSpaceOpener(findLocations().builtInFolder)(noiseDomain(28))).toBeNull()
  expect(pretrainedSpaceOpener(await temporaryFolder({}))(noiseDomain(40))).toBeNull()
})

// Set-up goes on without the weights where they cannot be fetched.
test.skipIf(!isProvided('efficientnet-lite0'))(
  'pretrained space: equal images have equal features, frozen or not, and closing it leaves nothing',
  () => {
    const before = tf.memory().numTensors
    const space = pretrainedSpaceOpener(findLocations().builtInFolder)(noiseDomain(40, 16))
    if (space === null) throw new Error('the weights are there, and the images large enough')
    tf.tidy(() => {
      const eager = space.features(Int32Array.of(3, 4, 3))
      expect(eager.shape).toEqual([3, 1280])
      const [first, other, same] = tf.unstack(eager)
      const apart = (a: Tensor, b: Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]
      expect(apart(first, same)).toBeLessThan(1e-3)
      expect(apart(first, other)).toBeGreaterThan(0.1)
      expect(apart(space.features(Int32Array.of(3, 4)), tf.stack([first, other]))).toBeLessThan(1e-2)
    })
    space.dispose()
    expect(tf.memory().numTensors).toBe(before)
  },
)
