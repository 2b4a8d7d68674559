/** From recorded metrics to what the Train charts draw. */
import type { RunRecord, RunResult, Trial } from '@shared/domain/run'
import { DOMAIN_CLASSIFIER_ZONES } from '../../charts/guard-zones'
import { formatNumber } from '../../charts/line/line-geometry'
import type { LineChartData, LineSeries, XAxis } from '../../charts/line/line-series'
import { spanFor } from '../../charts/smoothing'
import { type TrialMetrics, trialKey } from '../../stores/fold-run-event'
import { lossAxis } from './loss-axis'
import { lossLines } from './loss-lines'

type AllMetrics = Readonly<Record<string, TrialMetrics>>

export const percentAxis = { ticks: [0, 25, 50, 75, 100], domain: [0, 100], unit: '%' } as const
/** More finished seeds than this are not named one by one. */
const NAMED_SEEDS = 2

export const epochsAxis = (epochs: number, now: number | undefined): XAxis => ({
  domain: [0, epochs],
  name: 'epochs',
  whole: true,
  ...(now !== undefined && now < epochs ? { now } : {}),
})

/** Where the recorded part of a trial ends, in epochs; undefined while nothing is recorded. */
export const recordedUntil = (metrics: TrialMetrics | undefined): number | undefined => {
  const ends = Object.values(metrics ?? {}).flatMap((series) => series.epoch.at(-1) ?? [])
  return ends.length > 0 ? Math.max(...ends) : undefined
}

/** Whether a step has been recorded: what is measured before the first one says nothing about which figures will come. */
export const hasSteps = (metrics: TrialMetrics | undefined): boolean => (recordedUntil(metrics) ?? 0) > 0

/** Source test accuracy of this trial over the finished seeds of the same method; target figures stay sealed until the report. */
export function accuracyChart(run: RunRecord, trial: Trial, metrics: AllMetrics, result: RunResult | null): LineChartData {
  const own = metrics[trialKey(run.id, trial.id)]
  const finished = run.trials.filter((other) => other.method === trial.method && other.id !== trial.id && other.status === 'done')
  const behind = finished.flatMap((other, i): LineSeries[] => {
    const series = metrics[trialKey(run.id, other.id)]?.sourceAccuracyPct
    return series
      ? [
          {
            id: other.id,
            label: i < NAMED_SEEDS ? `seed ${other.seed}` : '',
            x: series.epoch,
            y: series.value,
            tone: 'quiet',
            nameOnly: true,
          },
        ]
      : []
  })
  const source = own?.sourceAccuracyPct
  const opened = result ? targetPoint(result, trial) : null
  return {
    x: epochsAxis(run.request.epochs, opened ? undefined : recordedUntil(own)),
    y: percentAxis,
    series: [
      ...behind,
      ...(source ? [{ id: 'source', label: 'Source', x: source.epoch, y: source.value, tone: 'source', mark: 'source' } as const] : []),
      ...(opened === null
        ? []
        : [{ id: 'target', label: 'Target', x: [run.request.epochs], y: [opened], tone: 'target', mark: 'target' } as const]),
    ],
    ...(result && !run.request.sealed
      ? {}
      : {
          sealed: {
            from: 22,
            to: 58,
            title: 'Target accuracy is sealed',
            note: run.request.sealed ? 'and stays so in this run' : 'read once, after the last seed; the ledger will say so',
          },
        }),
  }
}

const targetPoint = (result: RunResult, trial: Trial): number | null =>
  result.runs.find((one) => one.method === trial.method && one.seed === trial.seed)?.lastCheckpoint.targetAccuracyPct ?? null

/** The lead method with the sealed area opened: source accuracy of every seed, and what each reached on the target. */
export function reportChart(run: RunRecord, lead: string, metrics: AllMetrics, result: RunResult): LineChartData {
  const { epochs } = run.request
  const sources = run.trials
    .filter((trial) => trial.method === lead)
    .flatMap((trial, i): LineSeries[] => {
      const series = metrics[trialKey(run.id, trial.id)]?.sourceAccuracyPct
      return series
        ? [
            {
              id: trial.id,
              label: i === 0 ? 'Source' : '',
              x: series.epoch,
              y: series.value,
              tone: 'source',
              ...(i === 0 ? { mark: 'source' } : {}),
            },
          ]
        : []
    })
  const own = result.summary[lead]
  const base = result.summary['source-only']?.meanPct ?? null
  const reached = result.runs.flatMap((one) => (one.method === lead ? (one.lastCheckpoint.targetAccuracyPct ?? []) : []))
  const mean = own?.meanPct ?? null
  return {
    x: epochsAxis(epochs, undefined),
    y: percentAxis,
    series: [
      ...sources,
      ...reached.map((value, i): LineSeries => ({ id: `target-${i}`, label: '', x: [epochs], y: [value], tone: 'target', dots: true })),
      ...(mean === null
        ? []
        : [
            {
              id: 'target',
              label: 'Target',
              endText: `Target ${intervalWords(mean, own?.ci95Pct ?? null)} %`,
              x: [epochs],
              y: [mean],
              tone: 'target',
              mark: 'target',
            } as const,
          ]),
    ],
    references: base === null || lead === 'source-only' ? [] : [{ value: base, label: 'source-only on the target' }],
  }
}

const intervalWords = (mean: number, half: number | null): string =>
  half === null ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${half.toFixed(1)}`

/** Domain classifier accuracy between its guard zones; null when the method has no domain classifier. */
export function domainChart(run: RunRecord, trial: Trial, metrics: AllMetrics): LineChartData | null {
  const own = metrics[trialKey(run.id, trial.id)]
  const series = own?.domainAccuracyPct
  if (!series) return null
  return {
    x: epochsAxis(run.request.epochs, recordedUntil(own)),
    y: { domain: [40, 100], ticks: [40, 50, 75, 100], unit: '%' },
    zones: DOMAIN_CLASSIFIER_ZONES,
    series: [
      {
        id: 'domain',
        label: 'Accuracy',
        x: series.epoch,
        y: series.value,
        tone: 'focus',
        smoothSpan: spanFor(series.epoch.length),
        format: (value) => `${Math.round(value)} %`,
      },
    ],
  }
}

/** Every loss and penalty the method records, smoothed over raw, but those that are switched off; the value of a guess as reference. */
export function lossChart(run: RunRecord, trial: Trial, metrics: AllMetrics, hidden: readonly string[] = []): LineChartData | null {
  const own = metrics[trialKey(run.id, trial.id)]
  const shown = lossLines(own).filter(({ id }) => !hidden.includes(id))
  const series = shown.flatMap(({ id, label, tone }): LineSeries[] => {
    const one = own?.[id]
    return one ? [{ id, label, x: one.epoch, y: one.value, tone, smoothSpan: spanFor(one.epoch.length), format: formatLoss }] : []
  })
  if (series.length === 0) return null
  return {
    x: epochsAxis(run.request.epochs, recordedUntil(own)),
    y: lossAxis(series),
    series,
    references: series.some(({ id }) => id === 'domainLoss') ? [{ value: Math.LN2, label: 'ln 2, chance' }] : [],
  }
}

/** Two decimals, and two figures where a loss is smaller than they show. */
export const formatLoss = (value: number): string => (Math.abs(value) < 0.1 ? formatNumber(value) : value.toFixed(2)).replace('-', '−')
