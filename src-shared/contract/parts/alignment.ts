/** What can be asked about whether two domains lie on each other rightly. */
import { z } from 'zod'
import { AdversarySide, AdversaryState, MOST_MOVES } from '../../domain/adversary'
import { PlaneBoundary, SwapReport } from '../../domain/alignment'
import { FolderId } from '../../domain/ids'

export const alignmentCommands = {
  /** Suspected swaps at every checkpoint of a trial that has a map, against the source-only trial of the same seed. Reads no target label. */
  'alignment.swaps': { input: z.strictObject({ runId: FolderId, trialId: FolderId }), output: SwapReport },

  /** Content hashes of the images behind points of a map, by domain: what a preparation needs to leave them out. */
  'alignment.contents': {
    input: z.strictObject({ runId: FolderId, trialId: FolderId, points: z.array(z.number().int().nonnegative()).max(20_000) }),
    output: z.object({ source: z.array(z.string()), target: z.array(z.string()) }),
  },

  /**
   * The maps of the run in training stand still, or go on, while it trains on; without `held` it only says which. When training is over
   * they go on by themselves.
   */
  'alignment.hold': { input: z.strictObject({ runId: FolderId, held: z.boolean().optional() }), output: z.object({ held: z.boolean() }) },

  /** The decision boundary of a model whose images are points of a plane (two moons), at its last checkpoint. */
  'alignment.boundary': {
    input: z.strictObject({ runId: FolderId, trialId: FolderId, cells: z.number().int().min(8).max(256).default(96) }),
    output: PlaneBoundary,
  },

  /**
   * What single moves of the discriminator and of the encoder do to a model of the two moons, from its last checkpoint on. The moves are
   * done on a copy: the run's checkpoint, and what is made from it later, stay as they are. Reads no target label.
   */
  'alignment.adversary': {
    input: z.strictObject({
      runId: FolderId,
      trialId: FolderId,
      moves: z.array(AdversarySide).max(MOST_MOVES),
      cells: z.number().int().min(8).max(256).default(64),
    }),
    output: AdversaryState,
  },
} as const
