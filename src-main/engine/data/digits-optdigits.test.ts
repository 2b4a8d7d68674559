/** The two real digit collections, over small stand-ins for what set-up writes. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { openBuiltInDomain } from './built-in-pairs'
import { noise } from './testing/make-images'
import { temporaryFolder } from './testing/temporary-folder'

function collection(name: string, { size, perClass }: { readonly size: number; readonly perClass: number }) {
  const pixels = noise(name, size, Math.ceil((10 * perClass * size) / 3)).subarray(0, 10 * perClass * size * size)
  const sha256 = createHash('sha256').update(pixels).digest('hex')
  const header = { count: 10 * perClass, size, classes: [...'0123456789'], counts: Array(10).fill(perClass), sha256 }
  return { pixels, files: { [`${name}.bin`]: pixels, [`${name}.json`]: JSON.stringify(header) } }
}

const mnist = collection('mnist-digits', { size: 28, perClass: 4 })
const optical = collection('optical-digits', { size: 8, perClass: 3 })

test('optdigits: each collection keeps its size and its bytes, in grey, under its own classes', async () => {
  const folder = await temporaryFolder({ ...mnist.files, ...optical.files })
  const domain = await openBuiltInDomain({ kind: 'built-in', pair: 'digits-optdigits', role: 'target' }, folder)
  expect(domain.count).toBe(30)
  for (let index = 0; index < domain.count; index++) {
    const { className, image } = domain.image(index)
    expect(className).toBe(String(Math.floor(index / 3)))
    expect([image.width, image.height]).toEqual([8, 8])
    for (let i = 0; i < 64; i++) expect([...image.pixels.subarray(3 * i, 3 * i + 3)]).toEqual(Array(3).fill(optical.pixels[64 * index + i]))
  }
})

test('optdigits: the other direction is the same two domains with their roles exchanged', async () => {
  const folder = await temporaryFolder({ ...mnist.files, ...optical.files })
  for (const [role, other] of [
    ['source', 'target'],
    ['target', 'source'],
  ] as const) {
    const there = await openBuiltInDomain({ kind: 'built-in', pair: 'digits-optdigits', role }, folder)
    const back = await openBuiltInDomain({ kind: 'built-in', pair: 'optdigits-digits', role: other }, folder)
    expect([back.name, back.count]).toEqual([there.name, there.count])
    expect(back.image(5)).toEqual(there.image(5))
  }
})

test('optdigits: without the optical digits the step of set-up that fetches them is named', async () => {
  const opening = openBuiltInDomain({ kind: 'built-in', pair: 'optdigits-digits', role: 'source' }, await temporaryFolder(mnist.files))
  await expect(opening).rejects.toMatchObject({ code: 'not-found', hint: expect.stringContaining('--again optical-digits') })
})
