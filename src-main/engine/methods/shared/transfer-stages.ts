/**
 * Transfer learning as stretches of training in which the same blocks are frozen, so that each can be compiled:
 *
 *   full          nothing is frozen
 *   linear-probe  all blocks are; only the head is trained (Alain & Bengio 2016)
 *   last-blocks   all but the last n
 *   gradual       at first all blocks; then the last quarter is freed, the next, and so on, until everything is trained at progress u
 *                 (Howard & Ruder, ACL 2018)
 *
 * A frozen block passes in inference mode: its normalisation keeps its statistics, its dropout drops nothing.
 */
import type { TransferParams } from './transfer-params'

/** From this progress on, so many blocks are frozen, counted from the image. */
export interface FreezingStage {
  readonly from: number
  readonly frozen: number
}

/** Groups in which gradual unfreezing goes through the blocks. */
const groups = 4

/** In order, the first from progress 0. */
export function freezingStages(params: TransferParams, blocks: number): FreezingStage[] {
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

/** A method's phase, or the part of it during which the same blocks are frozen. */
export interface StagedPhase<P> {
  /** The phase's own name where it is one part. */
  readonly name: string
  /** Training progress at which it ends. */
  readonly until: number
  readonly phase: P
  readonly frozen: number
  /** The phase begins with this part. */
  readonly opens: boolean
}

/** The phases of a method, cut where the frozen blocks change. */
export function stagePhases<P extends { readonly name: string; readonly until: number }>(
  phases: readonly P[],
  stages: readonly FreezingStage[],
): StagedPhase<P>[] {
  let begin = 0
  return phases.flatMap((phase) => {
    const inside = stages.filter(({ from }, index) => from < phase.until && (stages[index + 1]?.from ?? Number.POSITIVE_INFINITY) > begin)
    const parts = inside.map(({ frozen }, index) => ({
      name: stages.length === 1 ? phase.name : `${phase.name}-${frozen}-frozen`,
      until: Math.min(phase.until, inside[index + 1]?.from ?? phase.until),
      phase,
      frozen,
      opens: index === 0,
    }))
    begin = phase.until
    return parts
  })
}
