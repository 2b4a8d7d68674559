/** Where a model is known to fail, in sentences: what it confuses, what shift it does not bear, how little it was tried. */
import type { ReducedModel } from '@shared/domain/reduction'
import type { RunResult } from '@shared/domain/run'
import { alarmLine } from '../../evaluation/alarms/raised-alarms'
import type { CardSource } from './model-card'
import { amountWords } from './words'

/** Accuracy under which a model is called unusable under a shift. */
const usablePct = 60
/** Images of a class under which a share of them says little. */
const fewImages = 5

export function knownLimits(source: CardSource): string[] {
  const { result, shifts, adapted, reduced } = source
  const limits = [
    ...confusion(source),
    ...shifts.flatMap(({ label, unit, levels }) => {
      const failing = levels.find(({ accuracyPct }) => accuracyPct < usablePct)
      if (failing === undefined) return []
      return [`${label} of ${amountWords(failing.amount, unit)} brings source images down to ${failing.accuracyPct.toFixed(0)} %.`]
    }),
    ...oneSeed(source),
    ...alarms(source),
    ...(adapted !== null ? ['It is a snapshot: what the test-time method does with each further batch is not in the file.'] : []),
    ...(reduced !== null && adapted === null ? reducedLimits(reduced) : []),
    ...(result === null && adapted === null && reduced === null ? ['The run was not finished when this model was taken.'] : []),
  ]
  return limits.length === 0 ? ['None were found by these tests, which does not mean there are none.'] : limits
}

/** What the reduction itself says, and what it cannot: its figures are of one model. */
function reducedLimits({ verdict }: ReducedModel): string[] {
  return [verdict, 'It is one reduction of one trained model: its interval is over images, not over seeds.']
}

function oneSeed({ result, trial }: CardSource): string[] {
  const seeds = result?.summary[trial.method]?.seeds
  return seeds === 1 ? ['Trained with one seed only: another one may differ by several points.'] : []
}

/** Those of its own training, and those of its method. */
function alarms({ result, trial }: CardSource): string[] {
  const raised = result?.alarms ?? []
  return raised.filter(({ method, trialId }) => (trialId === null ? method === trial.method : trialId === trial.id)).map(alarmLine)
}

/** The pair of classes that the target's test images are most often confused in. */
function confusion({ result, trial, classNames }: CardSource): string[] {
  const matrix = matrixOf(result, trial)
  if (matrix === undefined) return []
  const worst = { share: 0, truth: 0, taken: 0 }
  matrix.forEach((row, truth) => {
    const images = row.reduce((sum, count) => sum + count, 0)
    row.forEach((count, taken) => {
      if (truth === taken || images < fewImages || count / images <= worst.share) return
      Object.assign(worst, { share: count / images, truth, taken })
    })
  })
  if (worst.share === 0) return []
  const [truth, taken] = [classNames[worst.truth], classNames[worst.taken]]
  return [`${truth} is taken for ${taken} in ${(100 * worst.share).toFixed(0)} % of the target's test images of that class.`]
}

function matrixOf(result: RunResult | null, trial: CardSource['trial']): number[][] | undefined {
  return result?.runs.find(({ method, seed }) => method === trial.method && seed === trial.seed)?.target?.confusion
}
