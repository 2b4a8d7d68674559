/** The gates in the order of the recipe. A new one is its file, its test and one line here. */
import type { Gate } from '@shared/domain/recipe'
import type { GateDefinition, RecipeEvidence } from './gate'
import { calibrated } from './gates/calibrated'
import { capacityHelps } from './gates/capacity-helps'
import { classesBalanced } from './gates/classes-balanced'
import { converged } from './gates/converged'
import { curveHealthy } from './gates/curve-healthy'
import { discriminatorBalanced } from './gates/discriminator-balanced'
import { enoughSeeds } from './gates/enough-seeds'
import { errorsScattered } from './gates/errors-scattered'
import { fewOutliers } from './gates/few-outliers'
import { gradientsFlow } from './gates/gradients-flow'
import { initialLoss } from './gates/initial-loss'
import { inputMatters } from './gates/input-matters'
import { inputsNormalised } from './gates/inputs-normalised'
import { lambdaRises } from './gates/lambda-rises'
import { noLeaks } from './gates/no-leaks'
import { noNegativeTransfer } from './gates/no-negative-transfer'
import { noShortcuts } from './gates/no-shortcuts'
import { overfitsOneBatch } from './gates/overfits-one-batch'
import { preprocessingMatches } from './gates/preprocessing-matches'
import { sourceGoodEnough } from './gates/source-good-enough'
import { standardStart } from './gates/standard-start'
import { targetClassesSpread } from './gates/target-classes-spread'

export const gates: readonly GateDefinition[] = [
  classesBalanced,
  preprocessingMatches,
  noLeaks,
  fewOutliers,
  noShortcuts,
  standardStart,
  inputsNormalised,
  initialLoss,
  inputMatters,
  overfitsOneBatch,
  gradientsFlow,
  capacityHelps,
  curveHealthy,
  converged,
  enoughSeeds,
  errorsScattered,
  calibrated,
  sourceGoodEnough,
  lambdaRises,
  discriminatorBalanced,
  targetClassesSpread,
  noNegativeTransfer,
]

/** Every gate's verdict, in the recipe's order. */
export function judgeGates(evidence: RecipeEvidence): Gate[] {
  return gates.map(({ judge, ...texts }) => {
    const { figures = {}, remedy = null, ...verdict } = judge(evidence)
    return { ...texts, ...verdict, figures, remedy }
  })
}
