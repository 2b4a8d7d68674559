/** A part of labelled images, class by class, the same ones every time: smaller parts lie within larger ones. */
import { createRandom } from '../nn/random'
import { selectImages } from './select-images'
import type { LabelledImages } from './types'

/** part in (0,1]: of every class at least one image stays. Order within the whole is kept. */
export function takePart(images: LabelledImages, part: number): LabelledImages {
  const order = createRandom('source-part').permutation(images.count)
  const members = new Map<number, number[]>()
  for (const row of order) members.set(images.labels[row], [...(members.get(images.labels[row]) ?? []), row])
  const rows = Int32Array.from([...members.values()].flatMap((own) => own.slice(0, Math.max(1, Math.round(part * own.length))))).sort()
  const { labels, domains } = images
  return {
    ...selectImages(images, rows),
    labels: rows.map((row) => labels[row]),
    ...(domains ? { domains: rows.map((row) => domains[row]) } : {}),
  }
}
