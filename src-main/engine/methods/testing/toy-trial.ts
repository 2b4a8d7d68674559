/** Trains any method on the toy domains with a small MLP, one step at a time. */
import { createHash } from 'node:crypto'
import type { Overrides } from '@shared/domain/run'
import { mlp } from '../../backbones/mlp'
import { type Tensor1D, type Tensor4D, tf } from '../../backend/tensorflow'
import { createRandom } from '../../nn/random'
import type { MethodDefinition, Session, StepBatch } from '../method'
import { resolveParams } from '../resolve-params'
import { type BlobImages, blobClasses, blobNormalisation, blobSide, shiftedBlobs } from './shifted-blobs'

const batchSize = 32

export interface ToyTrial {
  readonly session: Session
  /** Does steps from..to-1 and returns the last one's metrics. */
  train(range: { readonly from: number; readonly to: number }): Record<string, number>
  /** Accuracy on fresh target images, in percent. */
  targetAccuracyPct(): number
  /** sha256 over the weights. */
  weightsSha256(): string
}

export interface ToyOptions {
  readonly seed: number
  readonly totalSteps: number
  /** Parameters that differ from the defaults. */
  readonly params?: Overrides
}

/** A fresh session of the method; equal options give equal data, weights and batches. */
export function startToyTrial(method: MethodDefinition, { seed, totalSteps, params = {} }: ToyOptions): ToyTrial {
  const random = createRandom(`toy/${seed}`)
  const source = shiftedBlobs('source', 400, random.fork('source'))
  const target = shiftedBlobs('target', 400, random.fork('target'))
  const test = shiftedBlobs('target', 300, random.fork('test'))
  const session = method.start(
    {
      classes: blobClasses,
      totalSteps,
      random: random.fork('method'),
      createBackbone: () =>
        mlp.build(
          { imageSize: blobSide, normalisation: { mean: [...blobNormalisation.mean], std: [...blobNormalisation.std] }, random },
          mlp.params.parse({ hiddenUnits: 32 }),
        ),
    },
    resolveParams(method.params, params),
  )
  const draw = (step: number): StepBatch => {
    const stream = random.fork(`step-${step}`)
    const targetBatch = batchOf(target, stream.fork('target').permutation(target.count).subarray(0, batchSize))
    const batch = { source: batchOf(source, stream.fork('source').permutation(source.count).subarray(0, batchSize)) }
    if (method.needs.target === 'none') return batch
    return method.needs.target === 'fenced-labels' ? { ...batch, fenced: targetBatch } : { ...batch, target: { x: targetBatch.x } }
  }
  return {
    session,
    train({ from, to }) {
      let metrics: Record<string, number> = {}
      for (let step = from; step < to; step++) {
        tf.tidy(() => {
          const schedules = Object.entries(session.schedules(step / totalSteps)).map(([name, value]) => [name, tf.scalar(value)])
          const results = session.step(draw(step), Object.fromEntries(schedules))
          metrics = Object.fromEntries(Object.entries(results).map(([name, value]) => [name, value.dataSync()[0]]))
        })
      }
      return metrics
    },
    targetAccuracyPct() {
      const predicted = tf.tidy(() => [
        ...tf
          .argMax(
            session.predict(
              batchOf(
                test,
                test.labels.map((_, index) => index),
              ).x,
              'target',
            ),
            1,
          )
          .dataSync(),
      ])
      return (100 * predicted.filter((label, index) => label === test.labels[index]).length) / test.count
    },
    weightsSha256() {
      const hash = createHash('sha256')
      for (const name of session.weights) hash.update(Float32Array.from(session.state.get(name)?.dataSync() ?? []))
      return hash.digest('hex')
    },
  }
}

function batchOf({ pixels, labels }: BlobImages, indices: Int32Array): { x: Tensor4D; y: Tensor1D } {
  const length = blobSide * blobSide * 3
  const values = new Float32Array(indices.length * length)
  indices.forEach((image, row) => {
    values.set(pixels.subarray(image * length, (image + 1) * length), row * length)
  })
  return {
    x: tf.tensor4d(values, [indices.length, blobSide, blobSide, 3]),
    y: tf.tensor1d(
      indices.map((image) => labels[image]),
      'int32',
    ),
  }
}
