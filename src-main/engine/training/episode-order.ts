/** Batches that are episodes: some classes, and of each some images that stand for it and some to be recognised. */
import { AppError } from '@shared/contract/failure'
import type { EpisodeShape } from '../methods/method'
import type { RandomStream } from '../nn/random'
import type { BatchOrder } from './batches'

/** Positions of the images of each class that has enough of them for an episode; class ids below 0 are left out. */
export function episodeClasses(labels: Int32Array, { shots, queries }: Omit<EpisodeShape, 'ways'>): ReadonlyMap<number, Int32Array> {
  const members = new Map<number, number[]>()
  for (const [position, label] of labels.entries()) {
    const own = members.get(label)
    if (label < 0) continue
    if (own === undefined) members.set(label, [position])
    else own.push(position)
  }
  return new Map(
    [...members]
      .filter(([, positions]) => positions.length >= shots + queries)
      .sort(([a], [b]) => a - b)
      .map(([label, positions]) => [label, Int32Array.from(positions)]),
  )
}

/** One episode: class by class, first the support, then the queries. [ways·(shots + queries)] positions, or fewer ways where there are fewer classes. */
export function drawEpisode(
  classes: ReadonlyMap<number, Int32Array>,
  { ways, shots, queries }: EpisodeShape,
  random: RandomStream,
): Int32Array {
  const ids = [...classes.keys()]
  const chosen = random.permutation(ids.length).subarray(0, ways)
  const rows = [...chosen].flatMap((at) => {
    const members = classes.get(ids[at]) as Int32Array
    return [...random.permutation(members.length).subarray(0, shots + queries)].map((member) => members[member])
  })
  return Int32Array.from(rows)
}

/** labels [count] int32. Throws AppError `invalid-input` where fewer than two classes have enough images. */
export function createEpisodeOrder(labels: Int32Array, shape: EpisodeShape, random: RandomStream): Pick<BatchOrder, 'indices'> {
  const classes = episodeClasses(labels, shape)
  if (classes.size < 2) {
    throw new AppError(
      'invalid-input',
      `An episode takes ${shape.shots} + ${shape.queries} images of each class; ${classes.size} of the source's classes have as many to train on.`,
      'Lower shots or queries, or add images.',
      'shots',
    )
  }
  return { indices: (step) => drawEpisode(classes, shape, random.fork(`episode-${step}`)) }
}
