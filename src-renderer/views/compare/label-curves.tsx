/** What more labels bring: accuracy over the part of the source's labels, pretrained networks against networks from scratch. */
import { type CurveLine, curveLines } from '@shared/domain/learning-curve'
import type { RunRecord, RunResult } from '@shared/domain/run'
import { LineChart } from '../../charts/line/line-chart'
import type { LineSeries } from '../../charts/line/line-series'
import type { LabelOf } from '../../stores/describe-run'
import { useView } from '../../stores/view'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'

export type LabelCurveSide = 'source' | 'target'
export const labelCurveSides: Readonly<Record<LabelCurveSide, string>> = { source: 'Source accuracy', target: 'Target accuracy' }

export interface LabelCurvesProps {
  /** Finished runs of the study, newest first. */
  readonly runs: readonly RunRecord[]
  readonly results: Readonly<Record<string, RunResult | undefined>>
  readonly side: LabelCurveSide
  readonly labelOf: LabelOf
}

export function LabelCurves({ runs, results, side, labelOf }: LabelCurvesProps) {
  const lines = labelCurvesOf(runs, results)
  if (lines.length === 0) {
    return (
      <EmptyState
        title="No learning curve over labels yet"
        text="It trains the same network on 1 to 100 % of the source’s labels, pretrained and from scratch."
        actions={<Button onClick={() => useView.getState().goTo('train')}>Queue one on Train</Button>}
      />
    )
  }
  const fractions = [...new Set(lines.flatMap(({ points }) => points.map(({ fraction }) => fraction)))].sort((a, b) => a - b)
  return (
    <LineChart
      title={`${labelCurveSides[side]} over labels`}
      x={{
        domain: [Math.log10(fractions[0]!), Math.log10(fractions.at(-1)!)],
        name: 'part of the source’s labels, log scale',
        marks: fractions.map((fraction) => ({ at: Math.log10(fraction), text: percentText(fraction) })),
      }}
      y={{ domain: [0, 100], ticks: [0, 25, 50, 75, 100], unit: '%' }}
      series={lines.map((line) => toSeries(line, side, labelOf))}
      formatX={(x) => `${percentText(10 ** x)} of the labels`}
    />
  )
}

export function labelCurvesOf(runs: LabelCurvesProps['runs'], results: LabelCurvesProps['results']): readonly CurveLine[] {
  const finished = runs.flatMap((record) => {
    const result = results[record.id]
    return result ? [{ request: record.request, result }] : []
  })
  return curveLines(finished.reverse(), 2)
}

/** Mean over seeds, and their 95 % interval as a band. */
function toSeries({ name, method, pretrained, points }: CurveLine, side: LabelCurveSide, labelOf: LabelOf): LineSeries {
  const figures = points.flatMap((point) => {
    const mean = side === 'source' ? point.sourceMeanPct : point.targetMeanPct
    const half = (side === 'source' ? point.sourceCi95Pct : point.targetCi95Pct) ?? 0
    return mean === null ? [] : [{ x: Math.log10(point.fraction), mean, half }]
  })
  return {
    id: `${method}/${name}`,
    label: method === 'source-only' ? name : `${name} · ${labelOf(method)}`,
    x: figures.map(({ x }) => x),
    y: figures.map(({ mean }) => mean),
    low: figures.map(({ mean, half }) => Math.max(0, mean - half)),
    high: figures.map(({ mean, half }) => Math.min(100, mean + half)),
    tone: pretrained ? 'focus' : 'quiet',
    dots: true,
  }
}

const percentText = (fraction: number): string => `${Number((100 * fraction).toPrecision(2))} %`
