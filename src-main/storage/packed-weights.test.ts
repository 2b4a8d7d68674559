import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packedBytes, readPackedWeights, type WeightArray, writePackedWeights } from './packed-weights'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weights-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const sparseFloats = new Float32Array(100)
sparseFloats[3] = -1.5
sparseFloats[99] = 0.25
const arrays: WeightArray[] = [
  { name: 'codes', shape: [5], data: Int8Array.of(-127, 0, 1, 127, 5) },
  { name: 'dense', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
  { name: 'sparse', shape: [10, 10], data: sparseFloats },
]

describe('packed weights', () => {
  it('packed weights: come back as they were, whatever offset they lie at', async () => {
    await writePackedWeights(folder, arrays)
    expect(await readPackedWeights(folder)).toEqual(arrays)
  })
  it('packed weights: of a tensor that is mostly zeros a bit an entry and the others are kept', async () => {
    expect(packedBytes([arrays[2]])).toBe(13 + 2 * 4)
    expect(packedBytes([arrays[1]])).toBe(24)
    expect((await stat(join(folder, 'weights.bin'))).size).toBe(packedBytes(arrays))
  })
  it('packed weights: damage is noticed, and a missing model named', async () => {
    const bytes = await readFile(join(folder, 'weights.bin'))
    bytes[0] ^= 1
    await writeFile(join(folder, 'weights.bin'), bytes)
    await expect(readPackedWeights(folder)).rejects.toThrow('damaged')
    await expect(readPackedWeights(join(folder, 'nowhere'))).rejects.toThrow('holds no weights')
  })
})
