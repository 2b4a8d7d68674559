/** Notices when an adapting model gives nearly everything one class although the source model does not. */

export interface CollapseGuard {
  /** Takes in a batch's answers, [B] class ids each; true when the last images together show a collapse. */
  observe(adapted: ArrayLike<number>, source: ArrayLike<number>): boolean
  forget(): void
}

/** Images looked back at; fewer say nothing. */
const lookBack = 256
const enough = 128
/** Share of the most frequent class that counts as a collapse, and how far above the source model's it must be. */
const collapsedShare = 0.6
const excess = 0.3

export function createCollapseGuard(classes: number): CollapseGuard {
  const recent: { readonly adapted: number; readonly source: number }[] = []
  const largestShare = (of: 'adapted' | 'source'): number => {
    const counts = new Array<number>(classes).fill(0)
    for (const one of recent) counts[one[of]] += 1
    return Math.max(...counts) / recent.length
  }
  return {
    observe(adapted, source) {
      for (let at = 0; at < adapted.length; at++) recent.push({ adapted: adapted[at], source: source[at] })
      recent.splice(0, recent.length - lookBack)
      if (recent.length < enough) return false
      const share = largestShare('adapted')
      return share >= collapsedShare && share - largestShare('source') >= excess
    },
    forget() {
      recent.length = 0
    },
  }
}
