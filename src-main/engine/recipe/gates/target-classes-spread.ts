/** Whether the target's images are still given to many classes. Seen from predictions alone. */
import { collapseThresholdPct, findCollapse } from '../../evaluation/alarms/collapse'
import { type GateDefinition, methodTrials, prepare, seriesOf, waits } from '../gate'

export const targetClassesSpread: GateDefinition = {
  id: 'target-classes-spread',
  stage: 'adaptation',
  title: 'Target classes spread',
  question: 'Are target images still given to all classes, about as the source has them?',
  measures: 'share of target images that are predicted as the class predicted most, the worst of the seeds',
  expected: 'under half as much again as the largest class of the source, and under 90 %',
  judge({ run, data }) {
    const meetsOthers = run?.result?.runs.some(({ fewShot, zeroShot }) => fewShot !== undefined || zeroShot !== undefined)
    if (meetsOthers) return waits('for targets with the classes of the source')
    const shares = (run ? methodTrials(run) : [])
      .map(({ metrics }) =>
        seriesOf(metrics, 'targetLargestClassPct')
          .filter(({ epoch }) => epoch > 0)
          .map(({ value }) => value),
      )
      .filter((values) => values.length > 0)
    if (shares.length === 0) return waits('after the first checkpoint')
    const counts = data?.source.classCounts
    const sourceLargestPct = counts
      ? (100 * Math.max(...counts)) /
        Math.max(
          1,
          counts.reduce((sum, count) => sum + count, 0),
        )
      : 0
    const worst = [...shares].sort((a, b) => b[b.length - 1] - a[a.length - 1])[0]
    const share = worst[worst.length - 1]
    const alarm = findCollapse({ largestClassPct: worst, sourceLargestPct })
    const value = `${share.toFixed(0)} % in the largest class`
    const evidence = `The class predicted most takes ${share.toFixed(0)} % of the target images; the source's largest holds ${sourceLargestPct.toFixed(0)} %.`
    const figures = { targetLargestClassPct: share, sourceLargestPct }
    const remedy = prepare('Balance the batches, halve λ', { settings: { balancedBatches: true, lambdaMax: 0.5 } })
    if (alarm) return { state: 'fail', value, evidence: alarm.text, figures, remedy }
    const uneven = share > Math.max(2.5 * sourceLargestPct, collapseThresholdPct(sourceLargestPct) / 2)
    return uneven
      ? { state: 'warn', value, evidence: `${evidence} Classes may be swallowed.`, figures, remedy }
      : { state: 'pass', value, evidence, figures }
  },
}
