/** Trains any method on the toy domains with a small MLP, with the steps and batches of the real loop. */
import { createHash } from 'node:crypto'
import type { Execution, Overrides } from '@shared/domain/run'
import { mlp } from '../../backbones/mlp'
import { tf } from '../../backend/tensorflow'
import { selectImages } from '../../data/select-images'
import type { LabelledImages } from '../../data/types'
import { createRandom } from '../../nn/random'
import { advance } from '../../training/advance'
import { imageTensor } from '../../training/batches'
import type { CompileMode } from '../../training/compile-mode'
import { createStepRunner } from '../../training/step-runner'
import { createDraw, stepsPerEpoch, type TrainingData } from '../../training/training-data'
import type { MethodDefinition, Session } from '../method'
import { resolveParams } from '../resolve-params'
import { blobClasses, blobNormalisation, blobSide, blobsOfTwoDomains, shiftedBlobs } from './shifted-blobs'

const batch = 32
const perDomain = 400
/** The first attribute is that of the first class alone, the second that of both. */
const blobCodes = [
  [1, 1],
  [0, 1],
]

export interface ToyTrial {
  readonly session: Session
  /** Does steps from..to-1 and returns the last one's metrics. */
  train(range: { readonly from: number; readonly to: number }): Promise<Record<string, number>>
  /** Accuracy on fresh target images, in percent. */
  targetAccuracyPct(): number
  /** sha256 over the weights. */
  weightsSha256(): string
  /** How the steps so far were run. */
  readonly execution: Execution
  /** Frees the session and the graphs of its steps. */
  dispose(): void
}

export interface ToyOptions {
  readonly seed: number
  readonly totalSteps: number
  /** Parameters that differ from the defaults. */
  readonly params?: Overrides
  /** How steps are run; `off` when absent. */
  readonly compile?: CompileMode
}

/** A fresh session of the method; equal options give equal data, weights and batches. */
export function startToyTrial(method: MethodDefinition, { seed, totalSteps, params = {}, compile = 'off' }: ToyOptions): ToyTrial {
  const random = createRandom(`toy/${seed}`)
  const test = shiftedBlobs('target', 300, random.fork('test'))
  const resolved = resolveParams(method.params, params)
  const data = toyData(method, resolved, random)
  const session = method.start(
    {
      classes: blobClasses,
      images: { source: perDomain, target: perDomain },
      codes: blobCodes,
      ...(data.source.domains && { sources: new Set(data.source.domains).size }),
      totalSteps,
      random: random.fork('method'),
      createBackbone: () =>
        mlp.build(
          { imageSize: blobSide, normalisation: { mean: [...blobNormalisation.mean], std: [...blobNormalisation.std] }, random },
          mlp.params.parse({ hiddenUnits: 32 }),
        ),
    },
    resolved,
  )
  const episode = method.fewShot?.(resolved).training
  const draw = createDraw({ data, batch, balanced: false, episode, random: random.fork('batches') })
  const perEpoch = stepsPerEpoch(perDomain, batch)
  const runner = createStepRunner({ session, mode: compile })
  return {
    session,
    async train({ from, to }) {
      let metrics: Record<string, number> = {}
      for (let step = from; step < to; step++) {
        const schedules = session.schedules(step / totalSteps)
        metrics = await advance({ session, data, step, steps: totalSteps, perEpoch, schedules, draw, random, runStep: runner.run })
      }
      return metrics
    },
    targetAccuracyPct() {
      const predicted = tf.tidy(() => {
        const all = imageTensor(test, Int32Array.from(test.labels.keys()))
        return [...tf.argMax(session.predict(all, 'target'), 1).dataSync()]
      })
      return (100 * predicted.filter((label, index) => label === test.labels[index]).length) / test.count
    },
    weightsSha256() {
      const hash = createHash('sha256')
      for (const name of session.weights) hash.update(Float32Array.from(session.state.get(name)?.dataSync() ?? []))
      return hash.digest('hex')
    },
    get execution() {
      return runner.execution
    },
    dispose() {
      runner.dispose()
      session.dispose()
    },
  }
}

function toyData(method: MethodDefinition, params: unknown, random: ReturnType<typeof createRandom>): TrainingData {
  const target = shiftedBlobs('target', perDomain, random.fork('target'))
  const { labels: _, ...unlabelled } = target
  return {
    source:
      method.needs.sources === 'many'
        ? blobsOfTwoDomains(perDomain, random.fork('source'))
        : shiftedBlobs('source', perDomain, random.fork('source')),
    heldOut: shiftedBlobs('source', 60, random.fork('held-out')),
    target: method.needs.target === 'unlabelled' ? unlabelled : null,
    few: method.needs.target === 'few-labels' ? firstOfEachClass(target, method.shots?.(params) ?? 0) : null,
    fenced: method.needs.target === 'fenced-labels' ? target : null,
  }
}

/** Classes come in turn, so these are the first rows. */
function firstOfEachClass(images: LabelledImages, shots: number): LabelledImages {
  const rows = Int32Array.from({ length: Math.min(images.count, shots * blobClasses) }, (_, row) => row)
  return { ...selectImages(images, rows), labels: images.labels.subarray(0, rows.length) }
}
