/** Decides what follows when the page's process dies: once it is loaded again quietly, soon after that a person is asked. */

export interface RenderRecovery {
  /** `reload` for a first crash, `ask` when the last one is less than a minute ago. */
  next(nowMs: number): 'reload' | 'ask'
}

export function createRenderRecovery(quietMs = 60_000): RenderRecovery {
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    next(nowMs) {
      const answer = nowMs - lastMs < quietMs ? 'ask' : 'reload'
      lastMs = nowMs
      return answer
    },
  }
}
