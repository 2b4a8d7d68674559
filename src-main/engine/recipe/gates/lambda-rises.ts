/** Whether adaptation sets in gently: the features must know the classes before they are told to hide the domains. */
import { type GateDefinition, methodTrials, prepare, seriesOf, waits } from '../gate'

/** Part of its highest value that λ may have in the first twentieth of training. */
const gentle = 0.5

export const lambdaRises: GateDefinition = {
  id: 'lambda-rises',
  stage: 'adaptation',
  title: 'λ rises from zero',
  question: 'Does the weight of adaptation rise from near zero to its full height?',
  measures: 'λ over training: its first value and its highest',
  expected: `begins under ${gentle} of its highest, which is above zero`,
  judge({ run }) {
    const lambda = run ? seriesOf(methodTrials(run)[0]?.metrics ?? [], 'lambda') : []
    if (lambda.length < 2) return waits('for methods with a weight λ')
    const [first, highest] = [lambda[0].value, Math.max(...lambda.map(({ value }) => value))]
    const value = `${first.toFixed(2)} to ${highest.toFixed(2)}`
    const figures = { first, highest }
    if (highest <= 0) {
      return {
        state: 'fail',
        value: 'λ is zero',
        evidence: 'λ stays at zero: the method trains on the source and adapts nothing.',
        figures,
        remedy: prepare('Raise λ to 1', { settings: { lambdaMax: 1 } }),
      }
    }
    if (first <= gentle * highest)
      return { state: 'pass', value, evidence: `λ begins at ${first.toFixed(2)} and has reached ${highest.toFixed(2)}.`, figures }
    return {
      state: 'warn',
      value,
      evidence: `λ begins at ${first.toFixed(2)}, ${((100 * first) / highest).toFixed(0)} % of its height: the features are torn before they know the classes.`,
      figures,
      remedy: prepare('Let λ rise slowly', { settings: { lambdaGamma: 10 } }),
    }
  },
}
