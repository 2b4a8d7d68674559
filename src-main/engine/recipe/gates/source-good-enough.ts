/** Whether the source is learnt well enough for adapting to make sense. */
import { type GateDefinition, prepare, seriesOf, waits } from '../gate'

/** Held-out source accuracy in percent. */
const limits = { pass: 85, warn: 65 } as const

export const sourceGoodEnough: GateDefinition = {
  id: 'source-good-enough',
  stage: 'adaptation',
  title: 'Source good enough',
  question: 'Is the source learnt before it is adapted from?',
  measures: 'accuracy on held-out source images at the last checkpoint, mean over seeds',
  expected: `at least ${limits.pass} %; under ${limits.warn} % there is nothing to carry over`,
  judge({ run, setup }) {
    const last = (run?.trials ?? []).flatMap(({ metrics }) =>
      seriesOf(metrics, 'sourceAccuracyPct')
        .filter(({ epoch }) => epoch > 0)
        .slice(-1),
    )
    if (!run || last.length === 0) return waits('after the first checkpoint')
    const mean = last.reduce((sum, { value }) => sum + value, 0) / last.length
    const chance = 100 / Math.max(2, run.record.classNames.length)
    const value = `${mean.toFixed(1)} % on held-out source`
    const evidence = `Over ${last.length} trainings the held-out source is recognised in ${mean.toFixed(1)} % (guessing: ${chance.toFixed(0)} %).`
    const figures = { sourceAccuracyPct: mean, chancePct: chance }
    if (mean >= limits.pass) return { state: 'pass', value, evidence, figures }
    return {
      state: mean >= limits.warn ? 'warn' : 'fail',
      value,
      evidence: `${evidence} What the network does not know of the source it cannot carry to the target.`,
      figures,
      remedy: prepare('Train source-only longer', { methods: ['source-only'], epochs: Math.min(1000, 2 * setup.epochs) }),
    }
  },
}
