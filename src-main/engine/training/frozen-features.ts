/** Passes images once through an extractor that stays frozen, and feeds training with what comes out; kept on disk for the next study. */
import { createHash } from 'node:crypto'
import { AppError } from '@shared/contract/failure'
import { NotCompilable } from '../backend/graph/not-compilable'
import { type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import { type FeatureCache, hashFedImage, openFeatureCache } from '../data/feature-cache'
import type { FeatureTable, Images, PairData, PairSide } from '../data/types'
import type { FeatureExtractor } from '../nn/network'
import { imageTensor } from './batches'
import { freezeForward } from './frozen-forward'
import { nextTurn } from './next-turn'

export interface ExtractionProgress {
  /** Images whose features are at hand, of how many. */
  readonly done: number
  readonly total: number
  /** Over the images that had to be passed; 0 before the first. */
  readonly imagesPerSecond: number
}

export interface FrozenFeaturesOptions {
  readonly extractor: FeatureExtractor
  /** What the extractor is, besides its weights: id and parameters of its backbone. */
  readonly network: string
  readonly cacheFolder: string
  readonly signal: AbortSignal
  onProgress(progress: ExtractionProgress): void
}

export interface Extracted {
  readonly pair: PairData
  /** Images that were passed through the network; the others' features were kept. */
  readonly passed: number
  readonly seconds: number
}

/** Changes with what is kept or how it is computed. */
const layout = 1
/** Large images want small batches. */
const inferenceBatch = 32
/** Images whose hashes are taken between two turns of the event loop. */
const hashedAtOnce = 64

/** Names layers, weights and preprocessing of an extractor: two of the same name give the same features. */
export function networkName({ variables, featureSize }: FeatureExtractor, network: string): string {
  const hash = createHash('sha256').update(JSON.stringify([layout, network, featureSize]))
  for (const { name, role, variable } of variables) {
    if (role !== 'trained' && role !== 'statistic') continue
    const data = variable.dataSync()
    hash.update(name).update(Buffer.from(data.buffer, data.byteOffset, data.byteLength))
  }
  return hash.digest('hex').slice(0, 32)
}

/** The pair with the features of all its images. Throws AppError `cancelled`, what is done so far kept. */
export async function withFrozenFeatures(pair: PairData, options: FrozenFeaturesOptions): Promise<Extracted> {
  const extraction = new Extraction(options, imagesOf(pair.source) + imagesOf(pair.target))
  try {
    const sides = { source: await extraction.side(pair.source), target: await extraction.side(pair.target) }
    return { pair: { ...pair, ...sides }, passed: extraction.passed, seconds: extraction.seconds }
  } finally {
    extraction.dispose()
  }
}

const imagesOf = ({ train, validation, test }: PairSide<Images>): number => train.count + (validation?.count ?? 0) + test.count

class Extraction {
  passed = 0
  private done = 0
  private readonly beganMs = performance.now()
  private passingMs = 0
  private readonly cache: FeatureCache
  private frozen: ReturnType<typeof freezeForward> | null = null
  private compilable = true

  constructor(
    private readonly options: FrozenFeaturesOptions,
    private readonly total: number,
  ) {
    const { extractor, network, cacheFolder } = options
    this.cache = openFeatureCache(cacheFolder, networkName(extractor, network), extractor.featureSize)
  }

  get seconds(): number {
    return (performance.now() - this.beganMs) / 1000
  }

  async side<I extends Images>({ train, validation, test }: PairSide<I>): Promise<PairSide<I>> {
    return {
      train: await this.of(train),
      ...(validation && { validation: await this.of(validation) }),
      test: await this.of(test),
    }
  }

  private async of<I extends Images>(images: I): Promise<I> {
    const { featureSize: width } = this.options.extractor
    const hashes = await this.hash(images)
    const rows = hashes.map((hash) => this.cache.get(hash))
    const missing = Int32Array.from(rows.keys()).filter((row) => rows[row] === null)
    this.done += images.count - missing.length
    this.tell()
    for (let start = 0; start < missing.length; start += inferenceBatch) {
      this.throwIfCancelled()
      const batch = missing.subarray(start, start + inferenceBatch)
      const features = this.pass(images, batch)
      const added = new Map<string, Float32Array>()
      batch.forEach((row, at) => {
        const own = features.slice(at * width, (at + 1) * width)
        rows[row] = own
        added.set(hashes[row], own)
      })
      this.cache.put(added)
      this.done += batch.length
      this.passed += batch.length
      this.tell()
      await nextTurn()
    }
    const features: FeatureTable = { count: images.count, width, row: (at) => rows[at] as Float32Array }
    return { ...images, features }
  }

  private async hash(images: Images): Promise<string[]> {
    const hashes: string[] = []
    for (let row = 0; row < images.count; row++) {
      hashes.push(hashFedImage(images.pixels.read([row]), images.size))
      if (row % hashedAtOnce === 0) await nextTurn()
    }
    this.throwIfCancelled()
    return hashes
  }

  private pass(images: Images, rows: Int32Array): Float32Array {
    const began = performance.now()
    const x = imageTensor(images, rows)
    try {
      if (this.frozen === null && this.compilable && rows.length === inferenceBatch) this.freeze(x)
      const y = this.frozen !== null && rows.length === inferenceBatch ? this.frozen.run(x) : tf.tidy(() => this.forward(x))
      const features = y.dataSync<'float32'>()
      y.dispose()
      return features
    } finally {
      x.dispose()
      this.passingMs += performance.now() - began
    }
  }

  /** Weights as constants, normalisation folded into them; op by op where the network cannot be replayed. */
  private freeze(example: Tensor4D): void {
    const state = new Map(this.options.extractor.variables.map(({ name, variable }) => [name, variable]))
    try {
      this.frozen = freezeForward({ state }, (x) => tf.tidy(() => this.forward(x)), example)
    } catch (error) {
      if (!(error instanceof NotCompilable)) throw error
      this.compilable = false
    }
  }

  private forward(x: Tensor4D): Tensor2D {
    return this.options.extractor.forward(x, { training: false })
  }

  private tell(): void {
    const imagesPerSecond = this.passed === 0 ? 0 : (1000 * this.passed) / this.passingMs
    this.options.onProgress({ done: this.done, total: this.total, imagesPerSecond })
  }

  private throwIfCancelled(): void {
    if (!this.options.signal.aborted) return
    throw new AppError(
      'cancelled',
      `Stopped after the features of ${this.done} of ${this.total} images; they are kept.`,
      'Resume to go on.',
    )
  }

  dispose(): void {
    this.frozen?.dispose()
  }
}
