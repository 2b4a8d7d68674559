/** Decides how often and how soon a crashing engine is started again. */

export interface RestartBudget {
  /** Milliseconds to wait before the next start, or null when too many happened lately. */
  next(nowMs: number): number | null
  /** Forgets the past: a person asked for another try. */
  reset(): void
}

/** At most `limit` starts within `windowMs`; the wait doubles with each of them from `firstDelayMs` on. */
export function createRestartBudget(options: {
  readonly limit: number
  readonly windowMs: number
  readonly firstDelayMs: number
}): RestartBudget {
  let recent: readonly number[] = []
  return {
    next(nowMs) {
      recent = recent.filter((time) => nowMs - time < options.windowMs)
      if (recent.length >= options.limit) return null
      const delayMs = options.firstDelayMs * 2 ** recent.length
      recent = [...recent, nowMs]
      return delayMs
    },
    reset() {
      recent = []
    },
  }
}
