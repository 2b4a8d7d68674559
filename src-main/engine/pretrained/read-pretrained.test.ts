import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeTensorFolder } from '../../storage/tensor-folder'
import { temporaryFolder } from '../data/testing/temporary-folder'
import { pretrainedReader } from './read-pretrained'

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
