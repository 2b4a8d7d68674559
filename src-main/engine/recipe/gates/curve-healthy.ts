/** What the training curve shows. */
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
  judge({ curves }) {
    if (curves.length === 0) return waits('after two epochs of a run')
    const worst = curves.find(({ diagnosis }) => diagnosis.pattern !== 'healthy') ?? curves[0]
    const { pattern, certainty, evidence, advice, action } = worst.diagnosis
    const same = curves.filter(({ diagnosis }) => diagnosis.pattern === pattern).length
    return {
      state: pattern === 'healthy' ? 'pass' : pattern === 'still-falling' ? 'warn' : 'fail',
      value: `${words[pattern]}, ${(100 * certainty).toFixed(0)} % certain`,
      evidence: `${evidence} ${same} of ${curves.length} seeds show it. ${advice}`,
      figures: { certainty, seeds: curves.length, same },
      remedy: action ? { label: action.label, does: { kind: 'prepare', change: action.change } } : null,
    }
  },
}
