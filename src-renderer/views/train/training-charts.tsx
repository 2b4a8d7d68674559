/** The four charts of a trial under one crosshair. */
import type { RunRecord, RunResult, Trial } from '@shared/domain/run'
import { useMemo } from 'react'
import type { ChartState } from '../../charts/chart-state'
import { CrosshairGroup } from '../../charts/crosshair'
import { domainZone } from '../../charts/guard-zones'
import { LineChart } from '../../charts/line/line-chart'
import { frontValues } from '../../charts/line/line-geometry'
import type { LineChartData } from '../../charts/line/line-series'
import { useMethodLabel } from '../../stores/catalogue'
import { isActive } from '../../stores/describe-run'
import { useRuns } from '../../stores/runs'
import { Chip } from '../../ui/chip'
import { Panel } from '../../ui/panel'
import styles from './training-charts.module.css'
import { accuracyChart, domainChart, epochsAxis, hasSteps, lossChart, scheduleChart } from './training-series'
import { useSchedulePlan } from './use-schedule-plan'

export interface TrainingChartsProps {
  readonly run: RunRecord
  readonly trial: Trial
  /** Opens the sealed area once the report is written. */
  readonly result: RunResult | null
}

export function TrainingCharts({ run, trial, result }: TrainingChartsProps) {
  const metrics = useRuns((state) => state.metrics)
  const labelOf = useMethodLabel()
  const own = metrics[`${run.id}/${trial.id}`]
  const plan = useSchedulePlan(run, trial)
  // biome-ignore lint/correctness/useExhaustiveDependencies: seeds behind this one are finished; only this trial's record moves
  const charts = useMemo(
    () => ({
      accuracy: accuracyChart(run, trial, metrics, result),
      domain: domainChart(run, trial, metrics),
      loss: lossChart(run, trial, metrics),
      schedules: scheduleChart(run, trial, metrics, plan),
    }),
    [run, trial, own, result, plan],
  )
  const started = own !== undefined
  const lastSeen = charts.domain?.series[0] && frontValues(charts.domain.series[0]).at(-1)
  const lambda = own?.lambda?.value.at(-1)
  const planned = plan.curves.find((curve) => curve.name === 'lambda')?.value ?? []
  const weight = lambda === undefined ? null : { now: lambda, highest: Math.max(lambda, ...planned) }
  const zone = lastSeen === undefined || !isActive(run.status) ? null : domainZone(lastSeen, weight)
  const waiting: ChartState = {
    kind: 'loading',
    text: trial.status === 'queued' ? 'Waits for its turn' : 'The first figures come with the first steps',
  }
  const none = (text: string): ChartState => (hasSteps(own) ? { kind: 'empty', text } : waiting)
  const blank: LineChartData = { x: epochsAxis(run.request.epochs, undefined), y: { domain: [0, 1], ticks: [0, 1] }, series: [] }
  const ready: ChartState = { kind: 'ready' }
  const label = labelOf(trial.method)
  return (
    <CrosshairGroup>
      <Panel
        title="Accuracy"
        subtitle={result ? 'source test per epoch; target at the last checkpoint' : 'source test, this seed over the finished ones'}
      >
        <LineChart title="Accuracy" {...charts.accuracy} state={started ? ready : waiting} />
      </Panel>
      <Panel
        className={zone ? styles.withZone : undefined}
        actions={
          zone ? (
            <Chip tone="warn" icon="warn">
              {zone.label}
            </Chip>
          ) : undefined
        }
        title="Can the domains be told apart?"
        subtitle={charts.domain ? 'axis starts at 40 %' : ''}
      >
        <LineChart
          title="Can the domains be told apart?"
          {...(charts.domain ?? blank)}
          state={charts.domain ? ready : none(`${label} trains no domain classifier, so there is nothing to tell apart here.`)}
        />
      </Panel>
      <Panel title="Loss" subtitle="smoothed, raw behind">
        <LineChart title="Loss" {...(charts.loss ?? blank)} state={charts.loss ? ready : none(`${label} records no loss.`)} />
      </Panel>
      <Panel
        title="Schedules"
        subtitle={charts.schedules?.series.some((series) => series.future) ? 'dashed: still to come, drag a corner to change it' : ''}
      >
        <LineChart
          title="Schedules"
          {...(charts.schedules ?? blank)}
          state={charts.schedules ? ready : none(`${label} keeps everything constant.`)}
        />
      </Panel>
    </CrosshairGroup>
  )
}
