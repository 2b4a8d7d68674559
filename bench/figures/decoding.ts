/** A folder of 640×480 JPEGs imported at 96 pixels, against Pillow and torchvision that only decode, with two processes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tf } from '../../src-main/engine/backend/tensorflow'
import { importDomain } from '../../src-main/engine/data/import-domain'
import { createRandom } from '../../src-main/engine/nn/random'
import { defineBench } from '../harness/bench'

const [width, height, size] = [640, 480, 96]
/** 1,000 files of 200 pictures: each file has an ending of its own, so that none comes from the cache. */
const pictures = 200
const copies = 5

export const bench = defineBench({
  summary: 'Importing 640×480 JPEGs at 96 px',
  async run({ compare, openPeer }) {
    const folder = await mkdtemp(join(tmpdir(), 'shiftlab-bench-'))
    try {
      await writePictures(folder)
      const open = (method: string, module: string) =>
        openPeer({ script: 'decode_peer.py', module, args: ['--method', method, '--dir', folder, '--size', String(size)] })
      const peers = {
        'pillow draft': await open('pil-draft', 'PIL'),
        pillow: await open('pil', 'PIL'),
        torchvision: await open('torchvision', 'torchvision'),
      }
      await compare({
        name: 'decode',
        unit: 'images/s',
        better: 'higher',
        ours: (seconds) => rate(folder, seconds),
        peers: Object.fromEntries(
          Object.entries(peers).flatMap(([name, peer]) =>
            peer === null ? [] : [[name, (seconds: number) => peer.measure({ seconds })] as const],
          ),
        ),
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
})

/** Whole imports into an empty cache: listing, reading, naming, decoding, counting and keeping. */
async function rate(folder: string, seconds: number): Promise<number> {
  const began = performance.now()
  let done = 0
  while (done === 0 || performance.now() - began < seconds * 1000) {
    const cacheFolder = await mkdtemp(join(tmpdir(), 'shiftlab-bench-cache-'))
    try {
      const source = { kind: 'folder', path: folder } as const
      const { summary } = await importDomain({
        source,
        role: 'target',
        images: { imageSize: size },
        cacheFolder,
        builtInFolder: cacheFolder,
      })
      done += summary.images
    } finally {
      await rm(cacheFolder, { recursive: true, force: true })
    }
  }
  return (1000 * done) / (performance.now() - began)
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
