/** A trained network against the nearest pixels, on the same episodes over classes that neither has been trained on. */
import { AppError } from '@shared/contract/failure'
import type { FewShotFigures } from '@shared/domain/new-classes'
import { type Tensor2D, tf } from '../../backend/tensorflow'
import { selectImages } from '../../data/select-images'
import type { LabelledImages } from '../../data/types'
import { squaredDistances } from '../../losses/squared-distances'
import type { FewShotPlan, Session } from '../../methods/method'
import { createRandom } from '../../nn/random'
import { drawEpisode, episodeClasses } from '../../training/episode-order'
import { extractFeatures } from '../../training/predict'
import { type Distances, episodeAccuracy, episodeMean } from './episodes'
import { tellPairs } from './tell-pairs'

/** Images that episodes are drawn from at most: all their distances are held at once. */
const mostImages = 3000

/**
 * images: of the target, labels of the new classes by their place in `classNames`, −1 for classes that were trained on. Episodes
 * are a function of `seed`. Throws AppError `invalid-input` where fewer than two new classes have enough images.
 */
export async function judgeFewShot(
  session: Session,
  images: LabelledImages,
  { plan, classNames, seed }: { readonly plan: FewShotPlan; readonly classNames: readonly string[]; readonly seed: number },
): Promise<FewShotFigures> {
  const { evaluation, compares } = plan
  const random = createRandom(`episodes/${seed}`)
  const some = someImages(images)
  const classes = episodeClasses(some.labels, evaluation)
  if (classes.size < 2) {
    throw new AppError(
      'invalid-input',
      `An episode takes ${evaluation.shots} + ${evaluation.queries} images of each new class; ${classes.size} of the target's new classes have as many.`,
      'Set shots or queries lower, or add images of classes that the source lacks.',
      'shots',
    )
  }
  const features = await extractFeatures(session, some, 'target')
  const [learnt, pixels] = [distancesOf(features, some.count), distancesOf(pixelMatrix(some), some.count)]
  const episodes = Array.from({ length: evaluation.episodes }, (_, index) => {
    const rows = drawEpisode(classes, evaluation, random.fork(`episode-${index}`))
    return [episodeAccuracy(learnt, rows, evaluation, compares), episodeAccuracy(pixels, rows, evaluation, 'nearest')] as const
  })
  return {
    classes: [...classes.keys()].map((id) => classNames[id]),
    ways: Math.min(evaluation.ways, classes.size),
    shots: evaluation.shots,
    queries: evaluation.queries,
    episodes: evaluation.episodes,
    accuracy: episodeMean(episodes.map(([own]) => own)),
    nearestPixel: episodeMean(episodes.map(([, baseline]) => baseline)),
    overNearestPixel: episodeMean(episodes.map(([own, baseline]) => own - baseline)),
    ...(plan.sameWithin === undefined ? {} : { pairs: tellPairs(learnt, some.labels, plan.sameWithin) }),
  }
}

/** New classes only, the same ones in every trial. */
function someImages(images: LabelledImages): LabelledImages {
  const rows = createRandom('episodes/images')
    .permutation(images.count)
    .filter((row) => images.labels[row] >= 0)
    .subarray(0, mostImages)
  return { ...selectImages(images, rows), labels: rows.map((row) => images.labels[row]) }
}

function pixelMatrix({ pixels, count }: LabelledImages): Float32Array {
  const rows = Int32Array.from({ length: count }, (_, row) => row)
  return Float32Array.from(pixels.read(rows), (value) => value / 255)
}

/** matrix [count,D] row-major. */
function distancesOf(matrix: Float32Array, count: number): Distances {
  const squares = tf.tidy(() => {
    const points = tf.tensor2d(matrix, [count, matrix.length / count]) as Tensor2D
    return squaredDistances(points, points).dataSync<'float32'>()
  })
  return { count, squares }
}
