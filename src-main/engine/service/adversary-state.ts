/** Plays moves of a discriminator and of its encoder from a checkpoint on, and looks at what each sees in the plane of two moons. */
import type { AdversaryFigures, AdversarySide, AdversaryState } from '@shared/domain/adversary'
import type { DomainRole } from '@shared/domain/ids'
import { type Scalar, type Tensor, type Tensor2D, type Tensor4D, tf } from '../backend/tensorflow'
import type { Images, PairData } from '../data/types'
import { softmaxRows } from '../evaluation/validators/softmax'
import { domainAccuracyPct, domainAdversarial, sourceDomain } from '../losses/domain-adversarial'
import type { Adversary, Session, StepBatch } from '../methods/method'
import type { RandomStream } from '../nn/random'
import { imageTensor } from '../training/batches'
import { nextTurn } from '../training/next-turn'
import { argMaxRows, predictLogits } from '../training/predict'
import { createDraw, tensorsOf } from '../training/training-data'
import { inPlane, type PlaneModel, planeBoundary, planeImages } from './plane-boundary'

export interface PlayOptions extends PlaneModel {
  readonly session: Session
  readonly adversary: Adversary
  readonly pair: Pick<PairData, 'source' | 'target'>
  readonly batch: number
  /** Training progress of the checkpoint in [0,1]: decides learning rate and λ. */
  readonly progress: number
  /** Draws the batches: the same moves give the same state. */
  readonly random: RandomStream
  readonly signal: AbortSignal
}

/** Throws `invalid-input` for a pair whose images are not points of a plane. */
export async function playMoves(options: PlayOptions, moves: readonly AdversarySide[], cells: number): Promise<AdversaryState> {
  const { adversary, session, pair, chosen, batch, progress, random, signal } = options
  const draw = createDraw({
    data: { source: pair.source.train, target: pair.target.train, few: null, fenced: null },
    batch,
    balanced: false,
    random,
  })
  const schedules = Object.fromEntries(
    Object.entries(session.schedules(progress)).map(([name, value]) => [name, tf.scalar(value) as Scalar]),
  )
  try {
    const figures = [await figuresOf(options)]
    for (const [step, side] of moves.entries()) {
      signal.throwIfAborted()
      withBatch(draw(step), (drawn) => adversary.move(side, drawn, schedules))
      figures.push(await figuresOf(options))
      await nextTurn()
    }
    const plane = await planeBoundary(options, cells)
    const logits = onImages(planeImages(cells, chosen.source.size), (x) => adversary.domainLogits(x, 'target'))
    return {
      plane,
      targetProbability: softmaxRows(logits, 2).filter((_, at) => at % 2 === 1),
      arrows: Float32Array.of(
        ...reversedGradients(adversary, chosen.source, 'source'),
        ...reversedGradients(adversary, chosen.target, 'target'),
      ),
      figures,
    }
  } finally {
    tf.dispose(schedules)
  }
}

async function figuresOf({ adversary, session, chosen }: PlayOptions): Promise<AdversaryFigures> {
  const { source, target, points } = chosen
  const { domainLoss, accuracyPct } = tf.tidy(() => {
    const logits = {
      source: adversary.domainLogits(imageTensor(source, rowsOf(source)), 'source'),
      target: adversary.domainLogits(imageTensor(target, rowsOf(target)), 'target'),
    }
    return { domainLoss: domainAdversarial(logits).dataSync()[0], accuracyPct: domainAccuracyPct(logits).dataSync()[0] }
  })
  const predicted = argMaxRows(await predictLogits(session, source, 'source'), points.classNames.length)
  const right = predicted.filter((id, row) => id === points.sourceClass[row]).length
  return { domainLoss, domainAccuracyPct: accuracyPct, sourceAccuracyPct: (100 * right) / Math.max(1, source.count) }
}

/** ∂L_d/∂(x,y) of each point's own cross-entropy: uphill is where its domain is mistaken. [N,2] row-major. */
function reversedGradients(adversary: Adversary, images: Images, domain: DomainRole): Float32Array {
  return onImages(images, (x) => {
    const own = domain === 'source' ? sourceDomain : 1 - sourceDomain
    const loss = (pixels: Tensor): Scalar =>
      tf.neg(tf.sum(tf.slice(tf.logSoftmax(adversary.domainLogits(pixels as Tensor4D, domain)), [0, own], [-1, 1])))
    return inPlane(tf.grad(loss)(x) as Tensor4D)
  })
}

function onImages(images: Images, evaluate: (x: Tensor4D) => Tensor2D): Float32Array {
  return tf.tidy(() => evaluate(imageTensor(images, rowsOf(images))).dataSync<'float32'>())
}

const rowsOf = ({ count }: Images): Int32Array => Int32Array.from({ length: count }, (_, row) => row)

function withBatch(batch: StepBatch, work: (batch: StepBatch) => void): void {
  try {
    work(batch)
  } finally {
    tf.dispose(tensorsOf(batch))
  }
}
