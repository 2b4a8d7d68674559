/** From recorded metrics to what the Train charts draw. */
import type { RunRecord, RunResult, Trial } from '@shared/domain/run'
import type { ScheduleCurve, SchedulePoint } from '@shared/domain/schedule'
import { DOMAIN_CLASSIFIER_ZONES } from '../../charts/guard-zones'
import { formatNumber } from '../../charts/line/line-geometry'
import type { LineChartData, LineSeries, XAxis } from '../../charts/line/line-series'
import { spanFor } from '../../charts/smoothing'
import { type MetricSeries, type TrialMetrics, trialKey } from '../../stores/fold-run-event'
import { type FutureCurve, futureCorners, scheduleFuture, schedulePoints } from './schedule-future'

type AllMetrics = Readonly<Record<string, TrialMetrics>>

const PERCENT = { ticks: [0, 25, 50, 75, 100], domain: [0, 100], unit: '%' } as const
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
    y: PERCENT,
    series: [
      ...behind,
      ...(source ? [{ id: 'source', label: 'Source', x: source.epoch, y: source.value, tone: 'source', mark: 'source' } as const] : []),
      ...(opened === null
        ? []
        : [{ id: 'target', label: 'Target', x: [run.request.epochs], y: [opened], tone: 'target', mark: 'target' } as const]),
    ],
    ...(result
      ? {}
      : {
          sealed: { from: 22, to: 58, title: 'Target accuracy is sealed', note: 'read once, after the last seed; the ledger will say so' },
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
    y: PERCENT,
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

/** Losses, smoothed over raw, with the value of a guess as reference. */
export function lossChart(run: RunRecord, trial: Trial, metrics: AllMetrics): LineChartData | null {
  const own = metrics[trialKey(run.id, trial.id)]
  const named: readonly [name: string, label: string, tone: LineSeries['tone']][] = [
    ['classLoss', 'Class', 'source'],
    ['domainLoss', 'Domain', 'focus'],
  ]
  const series = named.flatMap(([name, label, tone]): LineSeries[] => {
    const one = own?.[name]
    return one
      ? [{ id: name, label, x: one.epoch, y: one.value, tone, smoothSpan: spanFor(one.epoch.length), format: (value) => value.toFixed(2) }]
      : []
  })
  if (series.length === 0) return null
  const { top, ticks } = lossAxis(series)
  return {
    x: epochsAxis(run.request.epochs, recordedUntil(own)),
    y: { domain: [0, top], ticks, format: (tick) => String(Number(tick.toFixed(2))) },
    series,
    references: own?.domainLoss ? [{ value: Math.LN2, label: 'ln 2, chance' }] : [],
  }
}

/** The axis reaches the largest early value that is not an outlier, in thirds. */
function lossAxis(series: readonly LineSeries[]): { top: number; ticks: number[] } {
  const values = series.flatMap((one) => one.y.filter(Number.isFinite)).sort((a, b) => a - b)
  const high = Math.max(0.8, values[Math.floor(values.length * 0.995)] ?? 1)
  const step = [0.3, 0.4, 0.6, 0.8, 1, 1.5, 2, 3, 5, 10].find((size) => size * 3 >= high) ?? high / 3
  return { top: step * 3, ticks: [0, step, 2 * step, 3 * step] }
}

export interface SchedulePlan {
  readonly curves: readonly ScheduleCurve[]
  /** Receives the future of a schedule as it was drawn; absent while nothing can be changed. */
  readonly onEdit?: (name: string, points: readonly SchedulePoint[]) => void
}

/** λ as it is, the learning rate as a part of its first value; both with their planned rest, which can be drawn anew. */
export function scheduleChart(run: RunRecord, trial: Trial, metrics: AllMetrics, plan: SchedulePlan): LineChartData | null {
  const own = metrics[trialKey(run.id, trial.id)]
  const epochs = run.request.epochs
  const series = (['lambda', 'learningRate'] as const).flatMap((name): LineSeries[] => {
    const recorded = own?.[name]
    if (!recorded) return []
    const unit = name === 'learningRate' ? recorded.value[0] || 1 : 1
    const inUnits = (values: readonly number[]): number[] => values.map((value) => value / unit)
    const curve = plan.curves.find((one) => one.name === name)
    const future = scheduleFuture(curve && { ...curve, value: inUnits(curve.value) }, recorded.epoch.at(-1) ?? 0, epochs)
    const drawn = scheduleSeries(name, { ...recorded, value: inUnits(recorded.value) }, future, unit)
    const { onEdit } = plan
    if (!future || !onEdit) return [drawn]
    return [
      { ...drawn, edit: { corners: futureCorners(future), onChange: (corners) => onEdit(name, schedulePoints(corners, epochs, unit)) } },
    ]
  })
  if (series.length === 0) return null
  const top = Math.max(1, ...series.flatMap((one) => [...one.y, ...(one.future?.y ?? [])]))
  const now = recordedUntil(own)
  return {
    x: { ...epochsAxis(epochs, undefined), ...(now !== undefined && now < epochs ? { marker: now } : {}) },
    y: { domain: [0, top * 1.05], ticks: [0, top / 2, top] },
    series,
  }
}

function scheduleSeries(id: 'lambda' | 'learningRate', recorded: MetricSeries, future: FutureCurve | undefined, first: number): LineSeries {
  const isRate = id === 'learningRate'
  const last = future?.y.at(-1) ?? recorded.value.at(-1) ?? 0
  const end = isRate ? `rate × ${last.toFixed(2)}` : `λ ${future ? 'to ' : ''}${last.toFixed(2)}`
  return {
    id,
    label: isRate ? 'rate' : 'λ',
    endText: end,
    x: recorded.epoch,
    y: recorded.value,
    tone: isRate ? 'muted' : 'focus',
    format: (value) => (isRate ? formatNumber(value * first) : value.toFixed(2)),
    ...(future ? { future } : {}),
  }
}
