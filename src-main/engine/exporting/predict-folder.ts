/** Labels the images of a folder with a trained model, whatever runs it. */
import { join } from 'node:path'
import type { UnreadableFile } from '@shared/domain/dataset'
import type { Preparation } from '@shared/domain/preparation'
import { decodeImage } from '../data/decode-image'
import { pixelChange } from '../data/prepared-pixels'
import { readAhead } from '../data/read-ahead'
import { scanFolder } from '../data/scan-folder'
import { throwIfAborted } from '../data/time-slices'
import { UnreadableImage } from '../data/unreadable-image'
import { argMaxRows } from '../training/predict'

const batchSize = 32

export interface FolderClassifier {
  /** Side of the images, in pixels. */
  readonly size: number
  readonly classNames: readonly string[]
  /** What the model's training did to its images before it saw them. */
  readonly preparation: Preparation
  /** images [count,size,size,3] float32 of values 0 to 255 → probabilities [count,K]. */
  run(images: Float32Array, count: number): Promise<Float32Array>
}

export interface PredictedImage {
  /** Relative to the folder, with forward slashes. */
  readonly file: string
  readonly class: string
  /** Of that class, in [0,1]. */
  readonly probability: number
}

export interface PredictWatcher {
  readonly signal: AbortSignal
  onProgress(done: number, total: number): void
}

/** In the order of the paths. Throws `not-found`, `invalid-input` or `cancelled`; an unreadable image is listed, never an error. */
export async function predictFolder(
  data: string,
  classifier: FolderClassifier,
  { signal, onProgress }: PredictWatcher,
): Promise<{ readonly predictions: readonly PredictedImage[]; readonly unreadable: readonly UnreadableFile[] }> {
  const { root, images, unreadable } = await scanFolder(data, { signal })
  const { size, classNames, preparation } = classifier
  const change = pixelChange(preparation)
  const left: UnreadableFile[] = [...unreadable]
  const predictions: PredictedImage[] = []
  let waiting: { readonly file: string; readonly pixels: Uint8Array }[] = []
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return
    const pixels = Float32Array.from(Buffer.concat(waiting.map((one) => one.pixels)))
    const probabilities = await classifier.run(pixels, waiting.length)
    argMaxRows(probabilities, classNames.length).forEach((best, row) => {
      predictions.push({ file: waiting[row].file, class: classNames[best], probability: probabilities[row * classNames.length + best] })
    })
    waiting = []
  }
  const reading = readAhead(images.map(({ file }) => join(root, file)))
  for (const [at, { file }] of images.entries()) {
    throwIfAborted(signal)
    try {
      const { pixels } = await decodeImage(await (reading.next().value as Promise<Uint8Array>), { imageSize: size, crop: preparation.crop })
      change?.(pixels)
      waiting.push({ file, pixels })
    } catch (error) {
      if (!(error instanceof UnreadableImage)) throw error
      left.push({ file, reason: error.reason })
    }
    if (waiting.length === batchSize) await flush()
    onProgress(at + 1, images.length)
  }
  await flush()
  return { predictions, unreadable: left }
}
