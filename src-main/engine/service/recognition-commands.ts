/** Handler of the command that recognises classes named on the spot, by a trained run's features. */
import { readFile } from 'node:fs/promises'
import { AppError } from '@shared/contract/failure'
import type { recognitionCommands } from '@shared/contract/parts/recognition'
import { asStored } from '@shared/domain/preparation'
import type { RecogniseRequest, Recognition } from '@shared/domain/recognition'
import type { RunRecord } from '@shared/domain/run'
import type { Handlers } from '@shared/rpc/types'
import { decodeImage } from '../data/decode-image'
import { memoryPixels } from '../data/pixel-rows'
import { pixelChange } from '../data/prepared-pixels'
import { selectImages } from '../data/select-images'
import type { Images, LabelledImages } from '../data/types'
import { UnreadableImage } from '../data/unreadable-image'
import { softmaxRows } from '../evaluation/validators/softmax'
import { createRandom } from '../nn/random'
import { extractFeatures } from '../training/predict'
import type { DomainStore } from './domain-store'
import { openTrial } from './open-trial'
import type { RunManager } from './run-manager'

interface Recognising {
  readonly commands: typeof recognitionCommands
  readonly events: Readonly<Record<never, never>>
}

/** Images of a trained class that its mean is taken over. */
const mostOfAClass = 40

export function createRecognitionHandlers(runs: Pick<RunManager, 'find'>, domains: DomainStore): Handlers<Recognising> {
  async function recognise(request: RecogniseRequest, signal: AbortSignal): Promise<Recognition> {
    const { classes, queries, withTrained } = request
    const run = await runs.find(request.runId)
    const { session, pair } = await openTrial(domains, run, request.trialId, signal)
    try {
      const meansOf = async (images: Images, domain: 'source' | 'target') =>
        meanRow(await extractFeatures(session, images, domain), images.count)
      const known: { readonly name: string; readonly mean: Float64Array; readonly isNew: boolean }[] = []
      for (const { name, files } of classes) {
        known.push({ name, mean: await meansOf(await readImages(files, run.record), 'target'), isNew: true })
      }
      for (const [classId, name] of withTrained ? pair.classNames.entries() : []) {
        if (!classes.some((one) => one.name === name))
          known.push({ name, mean: await meansOf(someOf(pair.source.train, classId), 'source'), isNew: false })
      }
      if (known.length < 2) {
        throw new AppError(
          'invalid-input',
          'One class leaves nothing to choose from.',
          'Name a second class, or count the trained ones in.',
          'classes',
        )
      }
      if (queries.length === 0) return { answers: [] }
      const features = await extractFeatures(session, await readImages(queries, run.record), 'target')
      const width = features.length / queries.length
      const scores = Float32Array.from(
        queries.flatMap((_, row) => known.map(({ mean }) => -squaredDistance(features.subarray(row * width, (row + 1) * width), mean))),
      )
      const probabilities = softmaxRows(scores, known.length)
      return {
        answers: queries.map((file, row) => ({
          file,
          classes: known
            .map(({ name, isNew }, at) => ({ name, isNew, probability: probabilities[row * known.length + at] }))
            .sort((a, b) => b.probability - a.probability),
        })),
      }
    } finally {
      session.dispose()
    }
  }
  return { 'fewShot.recognise': (request, { signal }) => recognise(request, signal) }
}

/** Decoded and prepared as the run's target. Throws AppError `invalid-input` naming a file that is no image. */
async function readImages(files: readonly string[], { request }: RunRecord): Promise<Images> {
  const preparation = request.preparation?.target ?? asStored
  const { imageSize } = request.images
  const rowBytes = imageSize ** 2 * 3
  const pixels = new Uint8Array(files.length * rowBytes)
  const change = pixelChange(preparation)
  for (const [at, file] of files.entries()) {
    const image = await decodeFile(file, { imageSize, crop: preparation.crop })
    change?.(image)
    pixels.set(image, at * rowBytes)
  }
  return { count: files.length, size: imageSize, pixels: memoryPixels(pixels, rowBytes), domainIndex: Int32Array.from(files.keys()) }
}

async function decodeFile(file: string, settings: Parameters<typeof decodeImage>[1]): Promise<Uint8Array> {
  const bytes = await readFile(file).catch(() => {
    throw new AppError('not-found', `${file} cannot be read.`, 'Choose it again.', 'files')
  })
  try {
    return (await decodeImage(bytes, settings)).pixels
  } catch (error) {
    if (!(error instanceof UnreadableImage)) throw error
    throw new AppError('invalid-input', `${file}: ${error.reason}.`, 'Choose a PNG, JPEG, BMP, GIF or WebP image.', 'files')
  }
}

/** The same images of a class every time. */
function someOf(images: LabelledImages, classId: number): Images {
  const rows = createRandom('recognition')
    .permutation(images.count)
    .filter((row) => images.labels[row] === classId)
  return selectImages(images, rows.subarray(0, mostOfAClass))
}

function meanRow(features: Float32Array, count: number): Float64Array {
  const width = features.length / count
  return Float64Array.from({ length: width }, (_, column) => {
    let sum = 0
    for (let row = 0; row < count; row++) sum += features[row * width + column]
    return sum / count
  })
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < b.length; at++) sum += (a[at] - b[at]) ** 2
  return sum
}
