/** A part of a source's labels, to see what more of them would bring. */
import { createRandom } from '../nn/random'
import { selectImages } from './select-images'
import type { LabelledImages } from './types'

export interface LabelLimit {
  /** Part of each class's images, in (0,1]; at least one image of each is kept. */
  readonly fraction: number
  /** Draws them; a smaller part of the same seed is among a larger one. */
  readonly seed: number
}

/**
 * The images of the part, again and again up to as many rows as before: an epoch has as many steps whatever the part, and runs differ in
 * nothing else. The same images where the part is everything.
 */
export function limitLabels(images: LabelledImages, { fraction, seed }: LabelLimit): LabelledImages {
  if (fraction >= 1) return images
  const counts = new Map<number, number>()
  for (const label of images.labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const taken = new Map<number, number>()
  const kept = createRandom(seed)
    .fork('label-fraction')
    .permutation(images.count)
    .filter((row) => {
      const label = images.labels[row]
      const before = taken.get(label) ?? 0
      taken.set(label, before + 1)
      return before < Math.max(1, Math.round(fraction * (counts.get(label) ?? 0)))
    })
  const rows = Int32Array.from({ length: images.count }, (_, at) => kept[at % kept.length])
  const of = (values: Int32Array): Int32Array => rows.map((row) => values[row])
  return { ...selectImages(images, rows), labels: of(images.labels), ...(images.domains && { domains: of(images.domains) }) }
}
