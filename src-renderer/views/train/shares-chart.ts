/** Shares of a batch that a method records: how much of the target it dares to learn from, how many samples its weights leave. */
import type { RunRecord, Trial } from '@shared/domain/run'
import type { LineChartData, LineSeries } from '../../charts/line/line-series'
import { spanFor } from '../../charts/smoothing'
import { type TrialMetrics, trialKey } from '../../stores/fold-run-event'
import { epochsAxis, percentAxis, recordedUntil } from './training-series'

interface Share {
  readonly label: string
  /** Brings the recorded value to percent. */
  readonly factor: number
}

const shares: Readonly<Record<string, Share>> = {
  sureSharePct: { label: 'Sure enough', factor: 1 },
  effectiveSamplesPct: { label: 'Effective samples', factor: 1 },
  episodeAccuracyPct: { label: 'Episodes right', factor: 1 },
  largestDomainWeight: { label: 'Largest domain', factor: 100 },
}

/** What they are shares of, for the panel's second line. */
export const sharesWords: Readonly<Record<string, string>> = {
  sureSharePct: 'target images the model is sure enough of to learn from',
  effectiveSamplesPct: 'source images that the weights leave in effect',
  episodeAccuracyPct: 'queries of the training episodes answered rightly',
  largestDomainWeight: 'weight of the source domain that is learnt worst',
}

/** Null where the method records none. */
export function sharesChart(run: RunRecord, trial: Trial, metrics: Readonly<Record<string, TrialMetrics>>): LineChartData | null {
  const own = metrics[trialKey(run.id, trial.id)]
  const series = Object.entries(shares).flatMap(([id, { label, factor }]): LineSeries[] => {
    const recorded = own?.[id]
    if (!recorded) return []
    const y = factor === 1 ? recorded.value : recorded.value.map((value) => value * factor)
    return [{ id, label, x: recorded.epoch, y, tone: 'focus', smoothSpan: spanFor(y.length), format: (value) => `${Math.round(value)} %` }]
  })
  return series.length === 0 ? null : { x: epochsAxis(run.request.epochs, recordedUntil(own)), y: percentAxis, series }
}
