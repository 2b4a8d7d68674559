/** JPEGs of 640×480 to 96 pixels, as an import decodes them, against Pillow and torchvision with two processes. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tf } from '../../src-main/engine/backend/tensorflow'
import { hashBytes } from '../../src-main/engine/data/content-hash'
import { decodeImage } from '../../src-main/engine/data/decode-image'
import { createRandom } from '../../src-main/engine/nn/random'
import { defineBench } from '../harness/bench'

const [width, height, size] = [640, 480, 96]
const pictures = 200

export const bench = defineBench({
  summary: 'Decoding 640×480 JPEGs to 96 px',
  async run({ compare, openPeer }) {
    const folder = await mkdtemp(join(tmpdir(), 'shiftlab-bench-'))
    try {
      const files = await writePictures(folder)
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
        ours: (seconds) => rate(files, seconds),
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

/** Read, name by its bytes, decode: what an import does for a file that is not in the cache, on its one thread. */
async function rate(files: readonly string[], seconds: number): Promise<number> {
  const began = performance.now()
  let done = 0
  while (done === 0 || performance.now() - began < seconds * 1000) {
    const bytes = readFileSync(files[done % files.length])
    hashBytes(bytes)
    await decodeImage(bytes, { imageSize: size })
    done += 1
  }
  return (1000 * done) / (performance.now() - began)
}

/** Smooth shapes, finer structure and grain, at quality 85: about 75 KB each. */
async function writePictures(folder: string): Promise<string[]> {
  const files: string[] = []
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
    const file = join(folder, `${String(index).padStart(5, '0')}.jpg`)
    await writeFile(file, await tf.node.encodeJpeg(pixels, 'rgb', 85))
    pixels.dispose()
    files.push(file)
  }
  return files
}
