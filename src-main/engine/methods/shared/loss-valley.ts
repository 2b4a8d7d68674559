/** Where a series of held-out losses lies in its valley: the stretch that SWAD averages over (Cha et al. 2021, algorithm 1). */

export interface ValleySettings {
  /** Nₛ: a loss starts the valley once the Nₛ − 1 after it are no lower. */
  readonly startPatience: number
  /** Nₑ: the valley ends before Nₑ losses in a row above the limit. */
  readonly endPatience: number
  /** r: the limit is r times the mean of the Nₛ losses that started the valley. */
  readonly tolerance: number
}

export interface Valley {
  /** Positions in the series, both within the valley; null while not found. */
  readonly start: number | null
  readonly end: number | null
}

/** losses: one an evaluation, in order, as far as known. */
export function findValley(losses: readonly number[], { startPatience, endPatience, tolerance }: ValleySettings): Valley {
  const start = losses.findIndex((loss, at) => {
    const after = losses.slice(at, at + startPatience)
    return after.length === startPatience && loss <= Math.min(...after)
  })
  if (start < 0) return { start: null, end: null }
  const limit = (tolerance * losses.slice(start, start + startPatience).reduce((sum, loss) => sum + loss, 0)) / startPatience
  for (let last = start + startPatience; last < losses.length; last++) {
    const window = losses.slice(Math.max(0, last - endPatience + 1), last + 1)
    if (window.length === endPatience && Math.min(...window) > limit) return { start, end: last - endPatience }
  }
  return { start, end: null }
}
