/** The four charts of a trial under one crosshair. */
import type { RunRecord, RunResult, Trial } from '@shared/domain/run'
import { useMemo, useState } from 'react'
import type { ChartState } from '../../charts/chart-state'
import { CrosshairGroup } from '../../charts/crosshair'
import { domainZone } from '../../charts/guard-zones'
import { LineChart } from '../../charts/line/line-chart'
import { frontValues } from '../../charts/line/line-geometry'
import type { LineChartData } from '../../charts/line/line-series'
import { LineSwitches } from '../../charts/line/line-switches'
import { useMethodLabel } from '../../stores/catalogue'
import { isActive } from '../../stores/describe-run'
import { useRuns } from '../../stores/runs'
import { Chip } from '../../ui/chip'
import { Panel } from '../../ui/panel'
import { lossLines } from './loss-lines'
import { scheduleChart } from './schedule-chart'
import { sharesChart, sharesWords } from './shares-chart'
import styles from './training-charts.module.css'
import { accuracyChart, domainChart, epochsAxis, hasSteps, lossChart } from './training-series'
import { useSchedulePlan } from './use-schedule-plan'

const NONE: readonly string[] = []

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
  const lines = lossLines(own)
  const [switchedOff, setSwitchedOff] = useState<readonly string[]>(NONE)
  // Another method's trial keeps what it has in common; where all of it was switched off, everything shows.
  const hidden = lines.every(({ id }) => switchedOff.includes(id)) ? NONE : switchedOff
  // biome-ignore lint/correctness/useExhaustiveDependencies: seeds behind this one are finished; only this trial's record moves
  const charts = useMemo(
    () => ({
      accuracy: accuracyChart(run, trial, metrics, result),
      domain: domainChart(run, trial, metrics),
      shares: sharesChart(run, trial, metrics),
      loss: lossChart(run, trial, metrics, hidden),
      schedules: scheduleChart(run, trial, metrics, plan),
    }),
    [run, trial, own, result, plan, hidden],
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
  const share = charts.shares?.series[0]
  const second =
    charts.domain === null && charts.shares && share
      ? { title: 'Share of the batch', subtitle: sharesWords[share.id] ?? '', chart: charts.shares }
      : { title: 'Can the domains be told apart?', subtitle: charts.domain ? 'axis starts at 40 %' : '', chart: charts.domain }
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
        title={second.title}
        subtitle={second.subtitle}
      >
        <LineChart
          title={second.title}
          {...(second.chart ?? blank)}
          state={second.chart ? ready : none(`${label} trains no domain classifier, so there is nothing to tell apart here.`)}
        />
      </Panel>
      <Panel
        title="Loss"
        subtitle="smoothed, raw behind"
        withMenu
        actions={lines.length > 1 ? <LineSwitches lines={lines} hidden={hidden} onChange={setSwitchedOff} /> : undefined}
      >
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
