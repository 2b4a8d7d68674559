/** Adversarial training taken apart in the plane of two moons: one side moves, and what both see is drawn. */
import { z } from 'zod'
import { PlaneBoundary } from './alignment'
import { typedArray } from './typed-array'

/** `encoder` is what is trained against the discriminator: features and label head. */
export const AdversarySide = z.enum(['discriminator', 'encoder'])
export type AdversarySide = z.infer<typeof AdversarySide>

/** Moves that can follow a checkpoint: each state is worked out anew from it, so that the run itself is never touched. */
export const MOST_MOVES = 60

/** Figures over the points of the map; the target's count by its domain alone. */
export const AdversaryFigures = z.object({
  /** Mean cross-entropy of the discriminator, each domain weighing half, in nats; ln 2 for one that cannot tell. */
  domainLoss: z.number(),
  /** Points whose domain the discriminator tells, each domain weighing half, in percent; 50 by chance. */
  domainAccuracyPct: z.number(),
  sourceAccuracyPct: z.number(),
})
export type AdversaryFigures = z.infer<typeof AdversaryFigures>

/** How things stand after some moves. */
export const AdversaryState = z.object({
  plane: PlaneBoundary,
  /** [cells, cells] probability that the discriminator takes a point there for one of the target. */
  targetProbability: typedArray<Float32Array>(Float32Array),
  /** [N,2] where each point would have to go for the discriminator to mistake its domain: its reversed gradient in the plane, in nats a unit. */
  arrows: typedArray<Float32Array>(Float32Array),
  /** At the checkpoint and after each move. */
  figures: z.array(AdversaryFigures),
})
export type AdversaryState = z.infer<typeof AdversaryState>
