/** Stops a training whose loss runs away, while the last good checkpoint is still good. */
import { AppError } from '@shared/contract/failure'

/** Steps whose class loss sets the scale: a fresh network's loss, near ln K. */
const scaleSteps = 20
/** How many times the scale is an explosion, and for how many steps in a row: one bad batch is none. */
const factor = 100
const lasting = 5

export interface DivergenceGuard {
  /** Throws AppError `internal` when the loss has run away; NaN and Infinity are the step's own check. */
  check(scalars: Readonly<Record<string, number>>, position: { readonly step: number; readonly epoch: number }): void
}

/** Watches `classLoss`; methods without one are not watched. */
export function createDivergenceGuard(): DivergenceGuard {
  const first: number[] = []
  let above = 0
  return {
    check({ classLoss }, { step, epoch }) {
      if (classLoss === undefined) return
      if (first.length < scaleSteps) {
        first.push(Math.abs(classLoss))
        return
      }
      const scale = Math.max(1, [...first].sort((a, b) => a - b)[scaleSteps / 2])
      above = classLoss > factor * scale ? above + 1 : 0
      if (above < lasting) return
      throw new AppError(
        'internal',
        `The class loss has grown to ${classLoss.toPrecision(3)}, over ${factor} times where it began, by step ${step} (epoch ${epoch.toFixed(1)}). The run stopped; its last checkpoint is kept.`,
        'Lower the learning rate to a third, or use a larger batch, and train again.',
        'classLoss',
      )
    },
  }
}
