/**
 * A folder of 640×480 JPEGs brought to 96 pixels: read, decoded and squashed as Pillow and torchvision do with two processes, and
 * the whole import, which also names each file and image, counts, checks and keeps.
 */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tf } from '../../src-main/engine/backend/tensorflow'
import { decodeImages } from '../../src-main/engine/data/decode-image'
import { type DecodingThreads, openThreads, sharesPerThread } from '../../src-main/engine/data/decoding/open-threads'
import { importDomain } from '../../src-main/engine/data/import-domain'
import { readAhead } from '../../src-main/engine/data/read-ahead'
import { createRandom } from '../../src-main/engine/nn/random'
import { bundleScript } from '../../src-main/engine/testing/bundle-script'
import { defineBench } from '../harness/bench'
import { type Contestant, toFigure } from '../harness/compare'

const [width, height, size] = [640, 480, 96]
/** 1,000 files of 200 pictures: each file has an ending of its own, so that none comes from the cache. */
const pictures = 200
const copies = 5
/** Files decoded at once, as an import does. */
const together = 16

export const bench = defineBench({
  summary: 'Decoding and importing 640×480 JPEGs at 96 px',
  async run({ measureInTurns, report, note, openPeer }) {
    const folder = await mkdtemp(join(tmpdir(), 'shiftlab-bench-'))
    const threads = openThreads({ script: await bundleScript('data/decoding/decode-thread.ts'), log: note })
    try {
      await writePictures(folder)
      await warmUp(folder, threads)
      const open = (method: string, module: string) =>
        openPeer({ script: 'decode_peer.py', module, args: ['--method', method, '--dir', folder, '--size', String(size)] })
      const opened = {
        'pillow draft': await open('pil-draft', 'PIL'),
        pillow: await open('pil', 'PIL'),
        torchvision: await open('torchvision', 'torchvision'),
      }
      const peers = Object.entries(opened).flatMap(([name, peer]): [string, Contestant][] =>
        peer === null ? [] : [[name, (seconds) => peer.measure({ seconds })]],
      )
      const ways = {
        decode: (seconds: number) => rate(() => decodeFolder(folder), seconds),
        import: (seconds: number) => rate(() => importFolder(folder, threads), seconds),
      }
      const values = await measureInTurns({ ...ways, ...Object.fromEntries(peers) })
      for (const name of Object.keys(ways)) {
        const own: [string, readonly number[]] = ['ours', values.get(name) ?? []]
        const theirs = peers.map(([peer]): [string, readonly number[]] => [peer, values.get(peer) ?? []])
        report(toFigure({ name, unit: 'images/s', better: 'higher' }, new Map([own, ...theirs])))
      }
    } finally {
      threads.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
})

/** Passes of `work`, which resolves with the number of its images, for about `seconds`: images per second. */
async function rate(work: () => Promise<number>, seconds: number): Promise<number> {
  const began = performance.now()
  let done = 0
  while (done === 0 || performance.now() - began < seconds * 1000) done += await work()
  return (1000 * done) / (performance.now() - began)
}

async function decodeFolder(folder: string): Promise<number> {
  const paths = (await readdir(folder)).sort().map((name) => join(folder, name))
  let waiting: Uint8Array[] = []
  let done = 0
  for (const reading of readAhead(paths)) {
    waiting.push(await reading)
    done++
    if (waiting.length < together && done < paths.length) continue
    await decodeImages(waiting, { imageSize: size })
    waiting = []
  }
  return done
}

/** As in an engine that imported before, and as the peers, whose processes were started too. */
async function warmUp(folder: string, threads: DecodingThreads): Promise<void> {
  threads.announce(Number.POSITIVE_INFINITY)
  const all = sharesPerThread * threads.count
  while (threads.count > 0 && threads.capacity < all) await importFolder(folder, threads)
}

/** Into an empty cache. */
async function importFolder(folder: string, threads: DecodingThreads): Promise<number> {
  const cacheFolder = await mkdtemp(join(tmpdir(), 'shiftlab-bench-cache-'))
  try {
    const source = { kind: 'folder', path: folder } as const
    const { summary } = await importDomain({
      source,
      role: 'target',
      images: { imageSize: size },
      cacheFolder,
      builtInFolder: cacheFolder,
      decodingThreads: threads,
    })
    return summary.images
  } finally {
    await rm(cacheFolder, { recursive: true, force: true })
  }
}

/** Smooth shapes, finer structure and grain, at quality 85: about 75 KB each. */
async function writePictures(folder: string): Promise<void> {
  for (let index = 0; index < pictures; index++) {
    const random = createRandom(`bench/decode/${index}`)
    const noise = (h: number, w: number) =>
      tf.tensor3d(
        Float32Array.from({ length: h * w * 3 }, () => 255 * random.uniform()),
        [h, w, 3],
      )
    const pixels = tf.tidy(() => {
      const shapes = tf.image.resizeBilinear(noise(12, 16), [height, width]).mul(0.7)
      const structure = tf.image.resizeBilinear(noise(height / 6, Math.floor(width / 6)), [height, width]).mul(0.25)
      const grain = tf.tensor3d(
        Float32Array.from({ length: height * width }, () => 5 * random.normal()),
        [height, width, 1],
      )
      return shapes.add(structure).add(grain).clipByValue(0, 255).cast('int32') as ReturnType<typeof tf.tensor3d>
    })
    const jpeg = await tf.node.encodeJpeg(pixels, 'rgb', 85)
    pixels.dispose()
    for (let copy = 0; copy < copies; copy++) {
      await writeFile(join(folder, `${String(copy * pictures + index).padStart(5, '0')}.jpg`), Buffer.concat([jpeg, Buffer.of(copy)]))
    }
  }
}
