/** .npy files: what goes out comes back, and what cannot be used is named. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatNpy, parseNpy, readNpy, writeNpy } from './npy'
import { blobs } from './test-support'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'npy-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A file as NumPy writes it, with any header and format version. */
function file(header: string, data: Uint8Array, version: 1 | 2 = 1): Uint8Array {
  const text = new TextEncoder().encode(header)
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0]
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), version, 0, ...length, ...text, ...data])
}
const header = (dtype: string, order: string, shape: string): string =>
  `{'descr': '${dtype}', 'fortran_order': ${order}, 'shape': (${shape}), }\n`
const six = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer)

test('npy: what is written is read back, and no partial file stays', async () => {
  const matrix = blobs({ count: 17, dimensions: 5, blobs: 2, spread: 1, seed: 1 })
  await writeNpy(join(folder, 'x.npy'), matrix)
  expect(await readNpy(join(folder, 'x.npy'))).toEqual(matrix)
  expect(await readdir(folder)).toEqual(['x.npy'])
})

test('npy: the data starts at a multiple of 64 bytes and the header ends with a newline, as NumPy has it', () => {
  const bytes = formatNpy({ features: Float32Array.of(1, 2), count: 1, dimensions: 2 })
  expect((bytes.length - 8) % 64).toBe(0)
  expect(bytes[bytes.length - 9]).toBe(10)
})

test.each([1, 2] as const)('npy: format version %i is read', (version) => {
  const { features, count, dimensions } = parseNpy(file(header('<f4', 'False', '2, 3'), six, version), 'x.npy')
  expect([...features]).toEqual([1, 2, 3, 4, 5, 6])
  expect([count, dimensions]).toEqual([2, 3])
})

test.each([
  ['float64', header('<f8', 'False', '2, 3'), 'holds values of type <f8, not float32 (<f4)'],
  ['big-endian', header('>f4', 'False', '2, 3'), 'holds values of type >f4, not float32 (<f4)'],
  ['records', "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3), }", 'holds records, not float32'],
  ['column order', header('<f4', 'True', '2, 3'), 'is stored column by column (Fortran order)'],
  ['a vector', header('<f4', 'False', '6,'), 'has 1 axes [6] where 2 are needed'],
  ['images', header('<f4', 'False', '1, 2, 3'), 'has 3 axes [1, 2, 3] where 2 are needed'],
  ['a cut file', header('<f4', 'False', '3, 3'), 'is cut off: [3, 3] needs'],
  ['a broken header', '{}', 'has a header that cannot be read'],
])('npy: %s is refused in words', (_, text, message) => {
  expect(() => parseNpy(file(text, six), 'x.npy')).toThrow(`x.npy ${message}`)
})

test('npy: other files and cut headers are refused', () => {
  expect(() => parseNpy(new TextEncoder().encode('a,b\n1,2\n3,4\n'), 'x.csv')).toThrow('x.csv is not a .npy file')
  expect(() => parseNpy(new Uint8Array(0), 'x.npy')).toThrow('x.npy is not a .npy file')
  expect(() => parseNpy(file(header('<f4', 'False', '2, 3'), six).subarray(0, 30), 'x.npy')).toThrow('ends inside its header')
})

test('npy: a missing file is not found, a folder that is not there cannot be written to', async () => {
  await expect(readNpy(join(folder, 'none.npy'))).rejects.toMatchObject({ code: 'not-found' })
  await writeFile(join(folder, 'plain'), '')
  const matrix = { features: Float32Array.of(1), count: 1, dimensions: 1 }
  await expect(writeNpy(join(folder, 'plain', 'x.npy'), matrix)).rejects.toMatchObject({ code: 'invalid-input', field: 'out' })
})
