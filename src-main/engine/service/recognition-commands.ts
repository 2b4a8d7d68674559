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
import { type FeatureRows, type NamedClass, recognise as recogniseRows } from '../evaluation/new-classes/recognise'
import type { FewShotPlan } from '../methods/method'
import { findMethod } from '../methods/registry'
import { createRandom } from '../nn/random'
import { extractFeatures } from '../training/predict'
import type { DomainStore } from './domain-store'
import { openTrial } from './open-trial'
import { resolveRequest } from './prepare-trial'
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
    const { session, pair, trial } = await openTrial(domains, run, request.trialId, signal)
    try {
      const plan = planOf(run.record, trial.method)
      const featuresOf = async (images: Images, domain: 'source' | 'target'): Promise<FeatureRows> => ({
        count: images.count,
        values: await extractFeatures(session, images, domain),
      })
      const known: NamedClass[] = []
      for (const { name, files } of classes) {
        known.push({ name, support: await featuresOf(await readImages(files, run.record), 'target'), isNew: true })
      }
      // Where the nearest image decides, a class with more of them than the new ones would win by their number.
      const most = plan.compares === 'nearest' ? Math.max(1, ...classes.map(({ files }) => files.length)) : mostOfAClass
      for (const [classId, name] of withTrained ? pair.classNames.entries() : []) {
        if (!classes.some((one) => one.name === name))
          known.push({ name, support: await featuresOf(someOf(pair.source.train, classId, most), 'source'), isNew: false })
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
      const answers = recogniseRows(await featuresOf(await readImages(queries, run.record), 'target'), known, plan)
      return { answers: answers.map((answer, row) => ({ file: queries[row], ...answer })) }
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

/** How the method compares images; as prototypes where it is none of few examples. */
function planOf(record: RunRecord, method: string): Pick<FewShotPlan, 'compares' | 'sameWithin'> {
  const { methodParams } = resolveRequest(record.request, [method])
  return findMethod(method).fewShot?.(methodParams[method]) ?? { compares: 'prototypes' }
}

/** The same images of a class every time. */
function someOf(images: LabelledImages, classId: number, most: number): Images {
  const rows = createRandom('recognition')
    .permutation(images.count)
    .filter((row) => images.labels[row] === classId)
  return selectImages(images, rows.subarray(0, most))
}
