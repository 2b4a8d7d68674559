/**
 * Which blocks of a network are frozen when: transfer learning as stretches of training.
 *
 *   full          nothing is frozen
 *   linear-probe  all blocks are; only the head is trained (Alain & Bengio 2016)
 *   last-blocks   all but the last n
 *   gradual       at first all blocks; then the last quarter is freed, the next, and so on, until everything is trained at progress u
 *                 (Howard & Ruder, ACL 2018)
 */

export interface FreezingParams {
  readonly trained: 'full' | 'linear-probe' | 'last-blocks' | 'gradual'
  readonly lastBlocks: number
  /** u, as a part of training. */
  readonly unfreezePart: number
}

/** From this progress on, so many blocks are frozen, counted from the image. */
export interface FreezingStage {
  readonly from: number
  readonly frozen: number
}

/** Groups in which gradual unfreezing goes through the blocks. */
const groups = 4

/** In order, the first from progress 0. */
export function freezingStages(params: FreezingParams, blocks: number): FreezingStage[] {
  switch (params.trained) {
    case 'full':
      return [{ from: 0, frozen: 0 }]
    case 'linear-probe':
      return [{ from: 0, frozen: blocks }]
    case 'last-blocks':
      return [{ from: 0, frozen: Math.max(0, blocks - params.lastBlocks) }]
    case 'gradual': {
      const steps = Math.min(groups, blocks)
      return Array.from({ length: steps + 1 }, (_, step) => ({
        from: (params.unfreezePart * step) / steps,
        frozen: Math.round(blocks * (1 - step / steps)),
      }))
    }
  }
}
