/** Runs a session over many images in inference mode, giving the engine's event loop a turn between batches. */
import type { DomainRole } from '@shared/domain/ids'
import { NotCompilable } from '../backend/graph/not-compilable'
import type { Tensor2D, Tensor4D } from '../backend/tensorflow'
import type { Images } from '../data/types'
import type { Session } from '../methods/method'
import { imageTensor } from './batches'
import { type FrozenForward, freezeForward } from './frozen-forward'
import { nextTurn } from './next-turn'

const inferenceBatch = 256

/** Logits of all images, which are of one domain: [N,C] row-major. */
export function predictLogits(session: Session, images: Images, domain: DomainRole): Promise<Float32Array> {
  return overBatches(session, images, (x) => session.predict(x, domain))
}

/** Features of all images, which are of one domain: [N,D] row-major. */
export function extractFeatures(session: Session, images: Images, domain: DomainRole): Promise<Float32Array> {
  return overBatches(session, images, (x) => session.features(x, domain))
}

/** Class id with the largest logit in each row of logits [N,C]. */
export function argMaxRows(logits: Float32Array, classes: number): Int32Array {
  const best = new Int32Array(logits.length / classes)
  for (let row = 0; row < best.length; row++) {
    for (let k = 1; k < classes; k++) if (logits[row * classes + k] > logits[row * classes + best[row]]) best[row] = k
  }
  return best
}

/** Freezing takes about as long as a few batches; fewer images than this are done before it pays. */
const worthFreezing = 16 * inferenceBatch

async function overBatches(session: Session, images: Images, forward: Forward): Promise<Float32Array> {
  const frozen = images.count < worthFreezing ? null : tryFreezing(session, images, forward)
  try {
    const parts: Float32Array[] = []
    for (let start = 0; start < images.count; start += inferenceBatch) {
      const count = Math.min(inferenceBatch, images.count - start)
      const indices = Int32Array.from({ length: count }, (_, i) => start + i)
      const x = imageTensor(images, indices)
      const y = count === inferenceBatch && frozen !== null ? frozen.run(x) : forward(x)
      parts.push(y.dataSync<'float32'>())
      x.dispose()
      y.dispose()
      await nextTurn()
    }
    return concatRows(parts)
  } finally {
    frozen?.dispose()
  }
}

type Forward = (x: Tensor4D) => Tensor2D

/** Null where the session's inference cannot be replayed: it then runs op by op. */
function tryFreezing(session: Session, images: Images, forward: Forward): FrozenForward | null {
  const example = imageTensor(
    images,
    Int32Array.from({ length: inferenceBatch }, (_, i) => i),
  )
  try {
    return freezeForward(session, forward, example)
  } catch (error) {
    if (error instanceof NotCompilable) return null
    throw error
  } finally {
    example.dispose()
  }
}

/** Rows of equal width below each other: [N1,D], [N2,D], … → [N1+N2+…, D], row-major. */
export function concatRows(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}
