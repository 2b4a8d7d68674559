/** Says in words where a stream is not what a method was made for. */
import type { StreamMethodDefinition } from './stream-method'

export interface StreamFacts {
  /** Images the method sees at once. */
  readonly batch: number
  /**
   * How much more of one class a batch holds than the stream as a whole, as a share of the batch, by the source model's
   * predictions. A model that calls everything one class does so in every batch, so that this stays near 0.
   */
  readonly classExcess: number
}

/** Above this a stream counts as sorted by class. */
const oneSided = 0.3

/** The mean of `classExcess` over batches of predicted class ids. */
export function classExcessOf(batches: readonly ArrayLike<number>[]): number {
  const all = sharesOf(batches.flatMap((batch) => Array.from(batch)))
  const excesses = batches.map((batch) => Math.max(...[...sharesOf(Array.from(batch))].map(([id, share]) => share - (all.get(id) ?? 0))))
  return excesses.reduce((sum, excess) => sum + excess, 0) / Math.max(1, batches.length)
}

function sharesOf(classIds: readonly number[]): Map<number, number> {
  const shares = new Map<number, number>()
  for (const id of classIds) shares.set(id, (shares.get(id) ?? 0) + 1 / classIds.length)
  return shares
}

/** Sentences for the user; empty where nothing is against the method. */
export function brokenAssumptions({ label, assumes }: Pick<StreamMethodDefinition, 'label' | 'assumes'>, facts: StreamFacts): string[] {
  const notes: string[] = []
  if (facts.batch < assumes.minimumBatch) {
    notes.push(
      `${label} was given ${facts.batch} ${facts.batch === 1 ? 'image' : 'images'} at a time and wants ${assumes.minimumBatch} or more. ${assumes.because} Take larger batches, a sliding window, or bn-alpha.`,
    )
  } else if (assumes.mixedClasses && facts.classExcess > oneSided) {
    notes.push(
      `Batches seem to be sorted by class: each holds ${Math.round(100 * facts.classExcess)} % more of one class than the stream does, and ${label} wants them mixed. ${assumes.because} LAME is made for such streams.`,
    )
  }
  return notes
}
