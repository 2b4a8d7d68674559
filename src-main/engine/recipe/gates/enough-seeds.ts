/** Whether the figures rest on more than one draw. */
import { type GateDefinition, methodTrials, prepare, waits } from '../gate'

const wanted = 3

export const enoughSeeds: GateDefinition = {
  id: 'enough-seeds',
  stage: 'evaluate',
  title: 'Several seeds',
  question: 'Is the result more than the luck of one seed?',
  measures: 'seeds of the newest run, and the interval they leave',
  expected: `at least ${wanted}`,
  judge({ run, setup }) {
    if (!run) return waits('after a run')
    const seeds = [...new Set(methodTrials(run).map(({ trial }) => trial.seed))]
    const summary = run.result?.summary[setup.method]
    const spread = summary?.sourceCi95Pct
    const value = `${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}${spread === null || spread === undefined ? '' : `, ± ${spread.toFixed(1)} points on the source`}`
    const figures = { seeds: seeds.length }
    if (seeds.length >= wanted)
      return { state: 'pass', value, evidence: `Every figure is a mean over ${seeds.length} seeds with its interval.`, figures }
    return {
      state: 'warn',
      value,
      evidence: `${seeds.length === 1 ? 'One seed has no interval' : 'Two seeds leave an interval too wide to tell anything'}: adversarial results vary by several points from seed to seed.`,
      figures,
      remedy: prepare(`Run ${wanted} seeds`, { seeds: [0, 1, 2] }),
    }
  },
}
