/** Writes shifted copies of a folder of images, so that they can be looked at, or used like any other folder. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { AppError } from '@shared/contract/failure'
import type { UnreadableFile } from '@shared/domain/dataset'
import type { ShiftStack } from '@shared/domain/shift'
import { decodeWhole } from '../data/decode-image'
import { makeEmptyFolder } from '../data/make-empty-folder'
import { encodeFineJpeg, encodePng } from '../data/native-image'
import { readAhead } from '../data/read-ahead'
import { scanFolder } from '../data/scan-folder'
import { throwIfAborted } from '../data/time-slices'
import { UnreadableImage } from '../data/unreadable-image'
import { createShifter } from './apply-shifts'

export interface WriteShiftedRequest {
  readonly data: string
  readonly stack: ShiftStack
  readonly seed: number
  /** Takes the place of `data`: class folders and file names are kept. Must be empty or absent. */
  readonly out: string
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Images are shifted at their own size, the right way up, each by the seed and its own content. A JPEG stays one, at quality 100;
 * what there is no encoder for becomes `<name>.png`. A stack that changes nothing copies the files. Throws AppError
 * `not-found`, `invalid-input` or `cancelled`.
 */
export async function writeShifted({ data, stack, seed, out, signal, onProgress }: WriteShiftedRequest): Promise<{
  readonly images: number
  readonly unreadable: readonly UnreadableFile[]
}> {
  const { root, images, unreadable } = await scanFolder(data, { signal })
  const folder = resolve(out)
  const inside = relative(root, folder)
  if (inside === '' || !inside.startsWith('..')) {
    throw new AppError('invalid-input', `${folder} lies within ${root}, which is left as it is.`, 'Name a folder outside of it.', '--out')
  }
  await makeEmptyFolder(folder)
  const unchanged = stack.every(({ severity }) => severity === 0)
  const left: UnreadableFile[] = [...unreadable]
  const made = new Set<string>()
  let done = 0
  const reading = readAhead(images.map(({ file }) => join(root, file)))
  for (const { file } of images) {
    throwIfAborted(signal)
    const bytes = reading.next().value as Promise<Uint8Array>
    try {
      const encoder = encoders[extname(file).toLowerCase()]
      const content = unchanged ? await bytes : await (encoder ?? encodePng)(await shiftImage(await bytes, stack, seed))
      const path = join(folder, unchanged || encoder !== undefined ? file : `${file}.png`)
      if (!made.has(dirname(path))) await mkdir(dirname(path), { recursive: true })
      made.add(dirname(path))
      await writeFile(path, content)
    } catch (error) {
      if (!(error instanceof UnreadableImage)) throw error
      left.push({ file, reason: error.reason })
    }
    onProgress?.(++done, images.length)
  }
  return { images: images.length - (left.length - unreadable.length), unreadable: left }
}

const encoders: Readonly<Record<string, typeof encodePng>> = {
  '.png': encodePng,
  '.jpg': encodeFineJpeg,
  '.jpeg': encodeFineJpeg,
}

async function shiftImage(bytes: Uint8Array, stack: ShiftStack, seed: number) {
  const { width, height, pixels, contentHash } = await decodeWhole(bytes)
  return { width, height, pixels: createShifter({ width, height, pixels, keys: [contentHash] }, seed).apply(stack) }
}
