/** A method's phases, cut where other blocks become free, so that each part can be compiled. */
import type { FreezingStage } from '@shared/domain/freezing'

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
