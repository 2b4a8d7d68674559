/** The recipe: gates of a study, measured, and the range test of the learning rate. */
import { z } from 'zod'
import { AugmentationPicture } from '../../domain/augmentation-picture'
import { PairRef } from '../../domain/dataset'
import { FolderId } from '../../domain/ids'
import { RateTest } from '../../domain/rate-test'
import { RecipeReport, RecipeSetup } from '../../domain/recipe'

export const recipeCommands = {
  /**
   * Every gate over what is known of the pair, the set-up, and one run (null: none yet). `measure` runs the quick experiments of the
   * first architecture, with `recipe.progress`; without it they are taken from the last time. Reads no target label.
   */
  'recipe.look': {
    input: z.strictObject({ pair: PairRef, setup: RecipeSetup, runId: FolderId.nullable(), measure: z.boolean().default(false) }),
    output: RecipeReport,
  },
  /** What each random augmentation does to some of the source's training images, as the network is fed. Trains nothing. */
  'recipe.augmentation': {
    input: z.strictObject({ pair: PairRef, setup: RecipeSetup, count: z.number().int().min(1).max(32).default(8) }),
    output: AugmentationPicture,
  },
  /** Raises the learning rate from step to step until the loss runs away. Trains on the source alone. */
  'recipe.rateTest': { input: z.strictObject({ pair: PairRef, setup: RecipeSetup }), output: RateTest },
} as const

export const recipeEvents = {
  'recipe.progress': z.object({ part: z.string(), done: z.number().int().nonnegative(), total: z.number().int().positive() }),
}
