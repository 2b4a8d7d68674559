/** What an import and a pass over all its images add to memory: pixels stay on disk, so it must not grow with them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importDomain } from '../../src-main/engine/data/import-domain'
import { encodeFineJpeg } from '../../src-main/engine/data/native-image'
import { createRandom } from '../../src-main/engine/nn/random'
import { type BenchContext, defineBench } from '../harness/bench'

const sizes = [
  { count: 20_000, side: 32 },
  { count: 5_000, side: 224 },
] as const
/** Images read together in the pass over all of them, as a batch of training is. */
const batch = 64
const megabyte = 1024 ** 2

export const bench = defineBench({
  summary: 'Memory of an import and of a pass over its images',
  async run(context) {
    for (const { count, side } of sizes) {
      if (!context.wants(`${side}px`)) continue
      const folder = await mkdtemp(join(tmpdir(), 'shiftlab-bench-'))
      try {
        await writePictures(folder, { count, side })
        await measure(context, { folder, count, side })
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    }
  },
})

interface Pictures {
  readonly count: number
  readonly side: number
}

async function measure({ report }: BenchContext, { folder, count, side }: Pictures & { readonly folder: string }): Promise<void> {
  const before = process.memoryUsage.rss()
  let peak = before
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const source = { kind: 'folder', path: folder } as const
  const cacheFolder = join(folder, '.cache')
  const { pixels } = await importDomain({
    source,
    role: 'source',
    images: { imageSize: side },
    cacheFolder,
    builtInFolder: cacheFolder,
    onProgress: look,
  })
  for (let start = 0; start < count; start += batch) {
    pixels.read(Int32Array.from({ length: Math.min(batch, count - start) }, (_, i) => start + i))
    look()
  }
  report({
    name: `${count} images at ${side} px`,
    unit: 'MB',
    better: 'lower',
    ours: (peak - before) / megabyte,
    peer: null,
    peerName: null,
    ratio: null,
    spread: { ours: 0 },
    repeats: 1,
    pixelsMB: (count * pixels.rowBytes) / megabyte,
  })
}

/** One picture a hundred files, each with an ending of its own, so that every file is decoded. */
async function writePictures(folder: string, { count, side }: Pictures): Promise<void> {
  let picture: Uint8Array = new Uint8Array(0)
  for (let index = 0; index < count; index++) {
    if (index % 100 === 0) {
      const random = createRandom(`bench/memory/${index}`)
      picture = await encodeFineJpeg({
        width: side,
        height: side,
        pixels: Uint8Array.from({ length: side * side * 3 }, () => random.integer(256)),
      })
    }
    await writeFile(join(folder, `${index}.jpg`), Buffer.concat([picture, Buffer.from(String(index))]))
  }
}
