/** Whether adapting helped, once the report has said so. */
import { signedFigure } from '@shared/domain/signed-figure'
import { findNegativeTransfer } from '../../evaluation/alarms/negative-transfer'
import { comparePaired } from '../../evaluation/paired-comparison'
import { sourceOnlyId } from '../../evaluation/plan-trials'
import { type GateDefinition, prepare, waits } from '../gate'

/** What every remedy of this gate owes to whoever reads the next report. */
const seen =
  'Target labels have been read for this: a choice made now is made after they were seen. Say so beside its figures, or confirm it on target images kept back.'

export const noNegativeTransfer: GateDefinition = {
  id: 'no-negative-transfer',
  stage: 'adaptation',
  title: 'No negative transfer',
  question: 'Is the method at least as good on the target as doing nothing?',
  measures: 'target accuracy over source-only on the same seeds, from the report that opened the vault',
  expected: 'an interval above zero',
  judge({ run, setup, labelOf }) {
    if (!run?.result) return waits('after the last seed')
    const figures = (method: string) =>
      run.result?.runs.flatMap(({ method: own, seed, lastCheckpoint: { targetAccuracyPct: value } }) =>
        own === method && value !== null ? [{ seed, value }] : [],
      ) ?? []
    if (setup.method === sourceOnlyId) return waits('for methods that adapt')
    const over = comparePaired(figures(setup.method), figures(sourceOnlyId))
    if (over === null) return waits('needs target labels and source-only beside it')
    const label = labelOf(setup.method)
    const value = `${signedFigure(over)} points`
    const numbers = { gain: over.mean, seeds: over.seeds.length }
    const alarm = findNegativeTransfer(run.result, labelOf).find(({ method }) => method === setup.method)
    if (alarm)
      return {
        state: 'fail',
        value,
        evidence: `${alarm.text} ${seen}`,
        figures: numbers,
        remedy: prepare('Go on with source-only', { methods: [sourceOnlyId] }),
      }
    if (over.halfWidth !== null && over.mean > over.halfWidth) {
      return { state: 'pass', value, evidence: `${label} is ${value} over source-only on ${over.seeds.length} seeds.`, figures: numbers }
    }
    return {
      state: 'warn',
      value,
      evidence: `${label} is ${value} from source-only on ${over.seeds.length} ${over.seeds.length === 1 ? 'seed' : 'seeds'}: the interval does not leave out zero, so nothing is decided. ${seen}`,
      figures: numbers,
      remedy: prepare('Run five seeds', { seeds: [0, 1, 2, 3, 4] }),
    }
  },
}
