/** Every schedule of a trial as it was and as it is planned, each in a unit of its own so that all share one axis; the plan can be drawn anew. */
import type { RunRecord, Trial } from '@shared/domain/run'
import type { ScheduleCurve, SchedulePoint } from '@shared/domain/schedule'
import { formatNumber } from '../../charts/line/line-geometry'
import type { LineChartData, LineSeries, SeriesTone } from '../../charts/line/line-series'
import { type MetricSeries, type TrialMetrics, trialKey } from '../../stores/fold-run-event'
import { type FutureCurve, futureCorners, scheduleFuture, schedulePoints } from './schedule-future'
import { epochsAxis, recordedUntil } from './training-series'

export interface SchedulePlan {
  readonly curves: readonly ScheduleCurve[]
  /** Receives the future of a schedule as it was drawn; absent while nothing can be changed. */
  readonly onEdit?: (name: string, points: readonly SchedulePoint[]) => void
}

/** Schedules by the names they are recorded under. Others show under their own name while they are planned. */
const known: Readonly<Record<string, string>> = {
  lambda: 'λ',
  learningRate: 'rate',
  penaltyWeight: 'penalty',
  varianceWeight: 'variance',
  pseudoLabelWeight: 'pseudo-labels',
}

/** A schedule's name in words. */
export const scheduleWord = (name: string): string => known[name] ?? name

export function scheduleChart(
  run: RunRecord,
  trial: Trial,
  metrics: Readonly<Record<string, TrialMetrics>>,
  plan: SchedulePlan,
): LineChartData | null {
  const own = metrics[trialKey(run.id, trial.id)]
  const epochs = run.request.epochs
  const names = new Set([...Object.keys(known), ...plan.curves.map(({ name }) => name), ...Object.keys(run.request.schedules)])
  const weights = [...names].filter((name) => name !== 'learningRate' && own?.[name])
  const series = [...names].flatMap((name): LineSeries[] => {
    const recorded = own?.[name]
    if (!recorded) return []
    const curve = plan.curves.find((one) => one.name === name)
    const unit = unitOf(name, recorded, curve)
    const inUnits = (values: readonly number[]): number[] => values.map((value) => value / unit)
    const future = scheduleFuture(curve && { ...curve, value: inUnits(curve.value) }, recorded.epoch.at(-1) ?? 0, epochs)
    const tone: SeriesTone = name === 'learningRate' ? 'muted' : weights[0] === name ? 'focus' : 'source'
    const drawn = seriesOf(name, { ...recorded, value: inUnits(recorded.value) }, { future, unit, tone })
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

/** λ as it is, the learning rate as a part of its first value, a weight that goes beyond 1 as a part of its highest. */
function unitOf(name: string, recorded: MetricSeries, curve: ScheduleCurve | undefined): number {
  if (name === 'learningRate') return recorded.value[0] || 1
  return name === 'lambda' ? 1 : Math.max(1, ...recorded.value, ...(curve?.value ?? []))
}

interface SeriesParts {
  readonly future: FutureCurve | undefined
  readonly unit: number
  readonly tone: SeriesTone
}

/** `recorded`: values in the schedule's unit. */
function seriesOf(id: string, recorded: MetricSeries, { future, unit, tone }: SeriesParts): LineSeries {
  const isRate = id === 'learningRate'
  const last = future?.y.at(-1) ?? recorded.value.at(-1) ?? 0
  const text = (value: number): string => (unit === 1 ? value.toFixed(2) : formatNumber(value * unit))
  return {
    id,
    label: scheduleWord(id),
    endText: isRate ? `rate × ${last.toFixed(2)}` : `${scheduleWord(id)} ${future ? 'to ' : ''}${text(last)}`,
    x: recorded.epoch,
    y: recorded.value,
    tone,
    format: text,
    ...(future ? { future } : {}),
  }
}
