/** What a card says of a model that was to meet classes it was not trained on. */
import type { RunResult, TrialResult } from '@shared/domain/run'
import { targetIntervalOf } from '@shared/domain/target-figure'
import { overSeeds, withHalf } from './words'

/** Null where the trial met no such classes, and before the report. */
export function newClassesText({ runs }: Pick<RunResult, 'runs'>, { method, seed }: Pick<TrialResult, 'method' | 'seed'>): string | null {
  const own = runs.filter((one) => one.method === method)
  const trial = own.find((one) => one.seed === seed)
  const over = targetIntervalOf(own)
  if (trial === undefined || over === null) return null
  const all = `${withHalf(over.mean, over.halfWidth)}, ${overSeeds(own.length)}`
  const { fewShot, zeroShot } = trial
  if (fewShot !== undefined) {
    const { classes, ways, shots, episodes, accuracy, nearestPixel } = fewShot
    return `On ${classes.length} classes that it was not trained on, ${ways} ways and ${shots} ${shots === 1 ? 'shot' : 'shots'}: ${all}. This one, seed ${seed}: ${withHalf(accuracy.meanPct, accuracy.ci95Pct)} over ${episodes} episodes; nearest pixels, which need no training: ${withHalf(nearestPixel.meanPct, nearestPixel.ci95Pct)}.`
  }
  if (zeroShot === undefined) return null
  const { unseenClasses, unseen, chancePct, generalized } = zeroShot
  return `On ${unseenClasses.length} classes that it was not trained on, told from one another: ${all}. This one, seed ${seed}: ${unseen.pct.toFixed(1)} % [${unseen.lowPct.toFixed(1)}, ${unseen.highPct.toFixed(1)}], chance ${chancePct.toFixed(1)} %; among all classes, the harmonic mean of seen and unseen is ${generalized.harmonicPct.toFixed(1)} %.`
}
