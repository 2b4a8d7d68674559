/** Learning curves of the compared methods over each other: mean over seeds, with the range of the seeds as a band. */
import type { RunRecord } from '@shared/domain/run'
import { useEffect } from 'react'
import { attempt } from '../../app/attempt'
import { READY } from '../../charts/chart-state'
import { LineChart } from '../../charts/line/line-chart'
import type { LineSeries, SeriesTone } from '../../charts/line/line-series'
import { isReference, type LabelOf } from '../../stores/describe-run'
import { type RunsData, trialKey } from '../../stores/fold-run-event'
import { useRuns } from '../../stores/runs'
import { lossAxis } from '../train/loss-axis'
import { formatLoss, percentAxis } from '../train/training-series'
import type { ComparedRun } from './method-rows'

export const curveKinds = {
  sourceAccuracyPct: { label: 'Source accuracy', isShare: true },
  classLoss: { label: 'Class loss in training', isShare: false },
  sourceLoss: { label: 'Held-out source loss', isShare: false },
  targetConfidencePct: { label: 'Target confidence', isShare: true },
  targetLargestClassPct: { label: 'Largest class', isShare: true },
} as const
export type CurveKind = keyof typeof curveKinds

export interface CurvesProps {
  readonly chosen: readonly ComparedRun[]
  readonly kind: CurveKind
  readonly labelOf: LabelOf
}

export function Curves({ chosen, kind, labelOf }: CurvesProps) {
  const metrics = useRuns((state) => state.metrics)
  const ids = chosen.map(({ record }) => record.id).join(' ')
  useEffect(() => {
    for (const id of ids.split(' ')) if (id) attempt(() => useRuns.getState().load(id))
  }, [ids])
  const series = chosen.flatMap((run) => curvesOf(run, { metrics, kind, labelOf }))
  const epochs = Math.max(1, ...chosen.map(({ record }) => record.request.epochs))
  const { label, isShare } = curveKinds[kind]
  return (
    <LineChart
      title={label}
      x={{ domain: [0, epochs], name: 'epochs', whole: true }}
      y={isShare ? percentAxis : lossAxis(series)}
      series={series}
      state={series.length === 0 ? { kind: 'empty', text: `None of these runs has recorded it: ${label.toLowerCase()}.` } : READY}
    />
  )
}

interface CurveParts {
  readonly metrics: RunsData['metrics']
  readonly kind: CurveKind
  readonly labelOf: LabelOf
}

/** One line a method; points at the epochs that every seed has. */
export function curvesOf({ letter, record }: ComparedRun, { metrics, kind, labelOf }: CurveParts): LineSeries[] {
  const methods = [...new Set(record.trials.map((trial) => trial.method))]
  return methods.flatMap((method, index) => {
    const seeds = record.trials
      .filter((trial) => trial.method === method)
      .flatMap((trial) => metrics[trialKey(record.id, trial.id)]?.[kind] ?? [])
    const [first] = seeds
    if (!first) return []
    // Losses have thousands of points: each seed is looked up, not searched. Where an epoch is recorded twice the last one counts.
    const at = seeds.map((one) => new Map(one.epoch.map((epoch, index) => [epoch, one.value[index] as number])))
    const shared = first.epoch.filter((epoch) => at.every((values) => values.has(epoch)))
    const values = shared.map((epoch) => at.map((one) => one.get(epoch) as number))
    return [
      {
        id: `${record.id}/${method}`,
        label: letter ? `${letter} · ${labelOf(method)}` : labelOf(method),
        x: shared,
        y: values.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length),
        ...(seeds.length > 1 ? { low: values.map((row) => Math.min(...row)), high: values.map((row) => Math.max(...row)) } : {}),
        tone: toneOf(record, method, index),
        ...(curveKinds[kind].isShare ? {} : { format: formatLoss }),
      },
    ]
  })
}

function toneOf(record: RunRecord, method: string, index: number): SeriesTone {
  if (isReference(method)) return 'quiet'
  return record.trials[0]?.method === method || index === 0 ? 'focus' : 'target'
}
