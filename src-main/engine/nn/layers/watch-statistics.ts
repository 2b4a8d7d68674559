/** Shows whoever adapts a network the batch statistics its normalisation layers meet, without passing them through every layer. */
import type { Tensor1D, Variable } from '../../backend/tensorflow'

/** `layer`: the scale variable [C] of the layer; mean and unbiased variance [C] of the batch belong to the layer's scope. */
export type StatisticsWatcher = (layer: Tensor1D | Variable, batch: { readonly mean: Tensor1D; readonly variance: Tensor1D }) => void

let watcher: StatisticsWatcher | null = null

/** Runs `work`; every layer that normalises with its batch's statistics meanwhile, outside of training, tells `watch`. */
export function watchStatistics<T>(watch: StatisticsWatcher, work: () => T): T {
  const before = watcher
  watcher = watch
  try {
    return work()
  } finally {
    watcher = before
  }
}

/** For layers: does nothing unless somebody watches. */
export const showStatistics: StatisticsWatcher = (layer, batch) => watcher?.(layer, batch)

/** Whether somebody does: then passes must run layer by layer. */
export const statisticsAreWatched = (): boolean => watcher !== null
