/** What the training curve shows. */
import type { GateRemedy, NetworkChecks, RecipeSetup } from '@shared/domain/recipe'
import { type GateDefinition, waits } from '../gate'

const words = {
  healthy: 'healthy',
  underfitting: 'underfitting',
  'rate-too-high': 'learning rate too high',
  'still-falling': 'still falling',
  overfitting: 'overfitting',
  leak: 'leak suspected',
  divergence: 'divergence',
} as const

export const curveHealthy: GateDefinition = {
  id: 'curve-healthy',
  stage: 'evaluate',
  title: 'Curve diagnosed',
  question: 'What do the curves of training and held-out images show?',
  measures: 'height, slope, jaggedness and gap of the curves of the newest run, the worst of its seeds',
  expected: 'low on both sides, and settled',
  judge({ curves, checks, setup }) {
    if (curves.length === 0) return waits('after two epochs of a run')
    const worst = curves.find(({ diagnosis }) => diagnosis.pattern !== 'healthy') ?? curves[0]
    const { pattern, certainty, evidence, advice, action } = worst.diagnosis
    const same = curves.filter(({ diagnosis }) => diagnosis.pattern === pattern).length
    const figures = { certainty, seeds: curves.length, same }
    // A loss that never came down looks the same whether its steps were too large or too small: the single batch has tried both.
    const higher = pattern === 'rate-too-high' ? higherRate(checks, setup) : null
    if (higher) {
      return {
        state: 'fail',
        value: 'learning rate too low',
        evidence: `The curve alone looks like a rate too high, but one batch of the fresh network is learnt only at a higher one: the steps are too small. ${same} of ${curves.length} seeds show it.`,
        figures,
        remedy: higher,
      }
    }
    return {
      state: pattern === 'healthy' ? 'pass' : pattern === 'still-falling' ? 'warn' : 'fail',
      value: `${words[pattern]}, ${(100 * certainty).toFixed(0)} % certain`,
      evidence: `${evidence} ${same} of ${curves.length} seeds show it. ${advice}`,
      figures,
      remedy: action ? { label: action.label, does: { kind: 'prepare', change: action.change } } : null,
    }
  },
}

/** The remedy of the batch that could not be learnt, where it is a rate above the set-up's. */
function higherRate(checks: NetworkChecks | null, { settings }: RecipeSetup): GateRemedy | null {
  const remedy = checks?.fit.solvedAt === null ? checks.fit.remedy : null
  if (remedy?.does.kind !== 'prepare') return null
  const rate = remedy.does.change.settings?.learningRate
  return rate !== undefined && settings.learningRate !== undefined && Number(rate) > Number(settings.learningRate) ? remedy : null
}
