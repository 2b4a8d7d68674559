/** Several folders as one source, from import to split. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkPair } from './check-pair'
import { splitPair } from './split-pair'
import { importFolder } from './testing/domains'
import { noisePng } from './testing/make-images'
import { temporaryFolder } from './testing/temporary-folder'

/** Two source folders and a target; the second source has no image of class b, and one picture is in both. */
async function folders(): Promise<string> {
  const files: Record<string, Uint8Array> = {}
  const add = async (path: string, picture: number) => {
    files[path] = await noisePng(picture)
  }
  for (let index = 0; index < 10; index++) {
    await add(`one/a/${index}.png`, index)
    await add(`one/b/${index}.png`, 50 + index)
    await add(`two/a/${index}.png`, index === 0 ? 3 : 100 + index)
    await add(`target/a/${index}.png`, 150 + index)
  }
  return temporaryFolder(files)
}

async function importAll(root: string, parts: readonly string[]) {
  const source = await importFolder(root, {
    source: { kind: 'joined', parts: parts.map((name) => ({ kind: 'folder', path: join(root, name) })) },
  })
  return { source, target: await importFolder(join(root, 'target'), { role: 'target' }) }
}

describe('joined domain', () => {
  it('joined: images know their domain, which the summary names and counts', async () => {
    const { source } = await importAll(await folders(), ['one', 'two'])
    expect(source.summary.parts).toEqual([
      { name: 'one', images: 20 },
      { name: 'two', images: 10 },
    ])
    expect(source.summary.classCounts).toEqual([20, 10])
    expect(source.files?.filter((_, index) => source.marks[index].part === 1).every((file) => file.startsWith('two/a/'))).toBe(true)
  })

  it('joined: every domain is held out in proportion, and a picture in two of them is on one side', async () => {
    const { source, target } = await importAll(await folders(), ['one', 'two'])
    const { source: split } = splitPair({ source, target, testFraction: 0.3, ledger: () => undefined })
    const inTest = (part: number) => [...(split.test.domains ?? [])].filter((domain) => domain === part).length
    expect(inTest(0)).toBeGreaterThanOrEqual(5)
    expect(inTest(1)).toBeGreaterThanOrEqual(2)
    const twice = source.contentHashes.find((hash, index) => source.contentHashes.indexOf(hash) !== index)
    const sides = [split.train, split.test].map(
      ({ domainIndex }) => [...domainIndex].filter((index) => source.contentHashes[index] === twice).length,
    )
    expect(sides.sort()).toEqual([0, 2])
  })

  it('joined: the fingerprint tells which image is of which domain', async () => {
    const root = await folders()
    const [first, second] = [await importAll(root, ['one', 'two']), await importAll(root, ['two', 'one'])]
    expect(second.source.summary.fingerprint).not.toBe(first.source.summary.fingerprint)
  })

  it('joined: a class that one of the sources lacks is named', async () => {
    const { source, target } = await importAll(await folders(), ['one', 'two'])
    const problem = checkPair(source, target).find(({ code }) => code === 'class-missing-in-source')
    expect(problem).toMatchObject({ blocks: false, message: expect.stringContaining("two has no images of 'b'") })
  })

  it('classes: only images of the classes asked for are in, and a class nobody has is named with those there are', async () => {
    const path = join(await folders(), 'one')
    const only = (classes: string[]) => importFolder(path, { source: { kind: 'classes', base: { kind: 'folder', path }, classes } })
    expect((await only(['b'])).summary).toMatchObject({ images: 10, classNames: ['b'] })
    await expect(only(['b', 'z'])).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('z'),
      hint: expect.stringContaining('a'),
    })
  })
})
