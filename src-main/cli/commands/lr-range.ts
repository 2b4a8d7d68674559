/** `lab lr-range`: the learning-rate range test on the source. */
import type { RateTest } from '@shared/domain/rate-test'
import { type Command, exitCode } from '../command'
import { openEngine } from '../engine-session'
import { findRecipeTarget, recipeFlags } from '../recipe-target'

export const lrRange: Command = {
  name: 'lr-range',
  usage: '(--study DIR | --run DIR | --source DIR --target DIR | --pair BUILTIN) [--backbone ID] [--set optimizer=sgd]',
  summary: 'Raises the learning rate from step to step until the loss runs away, and says which one to begin with.',
  maxPositionals: 0,
  flags: recipeFlags,
  async run({ values, output, interrupt }) {
    const engine = openEngine(output.note)
    const { pair, setup } = await findRecipeTarget(values, engine, 'source-only')
    engine.client.on('recipe.progress', ({ done, total }) => output.progress(`Rate ${done} of ${total}`))
    const test = await engine.client.call('recipe.rateTest', { pair, setup }, { signal: interrupt })
    output.result(test, () => rateText(test))
    return exitCode.done
  },
}

const barWidth = 40

function rateText({ points, steepest, suggested, divergesAt }: RateTest): string {
  const shown = points.filter((_, at) => at % 5 === 0)
  const highest = Math.max(...shown.map(({ loss }) => loss))
  return [
    ...shown.map(
      ({ rate, loss }) =>
        `${rate.toExponential(1).padStart(8)}  ${loss.toFixed(3).padStart(8)}  ${'▒'.repeat(Math.round((barWidth * loss) / highest))}`,
    ),
    '',
    `Begin with ${suggested} (a tenth of the rate with the lowest loss); the loss falls fastest at ${steepest}${
      divergesAt === null ? '' : ` and runs away at ${divergesAt.toPrecision(2)}`
    }.`,
    `Set it with --set learningRate=${suggested}`,
  ].join('\n')
}
