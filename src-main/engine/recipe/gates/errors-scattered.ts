/** Whether the model's errors have a pattern that could be mended. */
import { type GateDefinition, waits } from '../gate'

/** Share of all errors in one kind, the errors it takes to speak of one, and the effect that an attribute must have. */
const limits = { sharePct: 30, least: 5, effect: 0.8 } as const

export const errorsScattered: GateDefinition = {
  id: 'errors-scattered',
  stage: 'evaluate',
  title: 'Errors scattered',
  question: 'Are the errors left a mixed lot, or do they have something in common?',
  measures: 'held-out source errors by kind, and what sets their images apart from those that are recognised',
  expected: `no kind with over ${limits.sharePct} % of the errors, no attribute over ${limits.effect} deviations away`,
  judge({ errors }) {
    if (!errors) return waits('after training')
    if (errors.errors < limits.least) {
      return {
        state: 'pass',
        value: `${errors.errors} errors in ${errors.images}`,
        evidence: `Only ${errors.errors} of ${errors.images} held-out source images are taken for another class.`,
        figures: { errors: errors.errors },
      }
    }
    const [largest] = errors.clusters
    const [strongest] = errors.attributes
    const heaped = largest !== undefined && largest.count >= limits.least && largest.ofErrorsPct > limits.sharePct
    const marked = strongest !== undefined && Math.abs(strongest.effect) > limits.effect
    const said = [
      ...(largest ? [`${largest.count} of ${errors.errors} errors take '${largest.truth}' for '${largest.predicted}'`] : []),
      ...(strongest ? [`images in error are ${strongest.attribute} by ${Math.abs(strongest.effect).toFixed(1)} deviations`] : []),
    ].join('; ')
    return {
      state: heaped || marked ? 'warn' : 'pass',
      value: heaped
        ? `'${largest.truth}' taken for '${largest.predicted}'`
        : marked
          ? `errors are ${strongest.attribute}`
          : `${errors.errors} errors, no kind stands out`,
      evidence: `${said.charAt(0).toUpperCase()}${said.slice(1)}.`,
      figures: { errors: errors.errors, largestPct: largest?.ofErrorsPct ?? 0, effect: strongest?.effect ?? 0 },
      remedy: heaped || marked ? { label: 'Look at these images', does: { kind: 'open', stage: 'data' } } : null,
    }
  },
}
