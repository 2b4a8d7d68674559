/** Handlers of the recipe's commands. */
import type { ParsedInput } from '@shared/contract/define'
import type { EngineContract } from '@shared/contract/engine'
import { AppError } from '@shared/contract/failure'
import type { recipeCommands, recipeEvents } from '@shared/contract/parts/recipe'
import type { Emit, Handlers } from '@shared/rpc/types'
import { pictureAugmentation } from '../recipe/augmentation/picture-augmentation'
import { rangeSteps, testRates } from '../recipe/refine/rate-range'
import type { DomainStore } from './domain-store'
import { supervisedExperiment } from './recipe-experiments'
import { RecipeStudy } from './recipe-study'
import type { RunManager } from './run-manager'

interface Recipe {
  readonly commands: typeof recipeCommands
  readonly events: typeof recipeEvents
}

export interface RecipeParts {
  readonly domains: DomainStore
  readonly runs: RunManager
  readonly emit: Emit<EngineContract>
}

export function createRecipeHandlers({ domains, runs, emit }: RecipeParts): Handlers<Recipe> {
  const study = new RecipeStudy(domains, runs, (progress) => emit('recipe.progress', progress))
  /** Throws `invalid-input` where something about the pair stands in the way. */
  async function trainable({ pair, setup }: Pick<ParsedInput<EngineContract, 'recipe.rateTest'>, 'pair' | 'setup'>, signal: AbortSignal) {
    const data = await study.prepare(pair, setup, signal)
    if (data !== null) return data
    throw new AppError('invalid-input', 'These folders cannot be trained on yet.', 'Mend what Data says first.', 'data')
  }
  return {
    'recipe.look': (look, { signal }) => study.look(look, signal),
    'recipe.augmentation': async ({ pair, setup, count }, { signal }) => {
      const { source } = await trainable({ pair, setup }, signal)
      return pictureAugmentation(source.train, { settings: setup.settings, count })
    },
    'recipe.rateTest': async ({ pair, setup }, { signal }) => {
      const data = await trainable({ pair, setup }, signal)
      return testRates(supervisedExperiment(pair, setup, data), {
        signal,
        onStep: (done) => emit('recipe.progress', { part: 'learning rates', done, total: rangeSteps }),
      })
    },
  }
}
