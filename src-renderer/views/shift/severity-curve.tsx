/** Accuracy against severity, and under it the one big handle: the slider is the curve's x axis. */
import { maxSeverity } from '@shared/domain/shift'
import { useMemo } from 'react'
import type { ChartState } from '../../charts/chart-state'
import { LineChart } from '../../charts/line/line-chart'
import { lineGeometry } from '../../charts/line/line-geometry'
import type { LineChartData, LineSeries } from '../../charts/line/line-series'
import { useSize } from '../../charts/use-size'
import { useMethodLabel } from '../../stores/catalogue'
import { type SweepPoint, useShift } from '../../stores/shift'
import { withMaster } from '../../stores/shift-stack'
import { Chip } from '../../ui/chip'
import { Panel } from '../../ui/panel'
import styles from './severity-curve.module.css'

export function SeverityCurve() {
  const { scenes, sweeps, shownKey, items, severity, setSliders } = useShift()
  const labelOf = useMethodLabel()
  const [ref, size] = useSize<HTMLDivElement>()
  const chart = useMemo<LineChartData>(() => {
    const keys = Object.keys(sweeps).sort((a, b) => Number(a === shownKey) - Number(b === shownKey))
    const series = keys.map((key) =>
      curveOf(sweeps[key] ?? [], { id: key, name: labelOf(scenes[key]?.scene?.method ?? ''), shown: key === shownKey }),
    )
    return {
      x: { domain: [0, maxSeverity], name: 'severity', whole: true, marker: severity },
      y: { domain: [0, 100], ticks: [0, 20, 40, 60, 80, 100], unit: '%' },
      series,
    }
  }, [scenes, sweeps, shownKey, severity, labelOf])
  const [left, right] = size ? (lineGeometry(chart, size).x.range() as [number, number]) : [0, 0]
  const known = chart.series.some((one) => one.x.length > 0)
  const state: ChartState = known ? { kind: 'ready' } : { kind: 'loading', text: 'Measuring eleven severities' }
  return (
    <Panel
      title="Accuracy against severity"
      subtitle="95 % interval"
      className={styles.panel}
      withMenu
      actions={
        <>
          <output className={styles.severity}>Severity {severity.toFixed(1)} of 5</output>
          <Chip tone="good" icon="check" title="The images are shifted source test images: their labels belong to the source">
            No target label read
          </Chip>
        </>
      }
    >
      <div className={styles.chart} ref={ref}>
        <LineChart title="Accuracy against severity" {...chart} state={state} formatX={(x) => `severity ${x.toFixed(1)}`} />
      </div>
      <div className={styles.handle}>
        <input
          type="range"
          className={styles.range}
          aria-label="Severity of the whole stack"
          aria-valuetext={`severity ${severity.toFixed(1)} of 5`}
          min={0}
          max={maxSeverity}
          step={0.05}
          value={severity}
          disabled={items.length === 0}
          // The thumb's middle runs from one end of the axis to the other.
          style={{ left: left - 11, width: right - left + 22, '--filled': `${(100 * severity) / maxSeverity}%` } as React.CSSProperties}
          onChange={(event) => setSliders(withMaster({ items, severity }, event.target.valueAsNumber))}
        />
      </div>
    </Panel>
  )
}

function curveOf(
  points: readonly SweepPoint[],
  { id, name, shown }: { readonly id: string; readonly name: string; readonly shown: boolean },
): LineSeries {
  const measured = points.flatMap(({ severity, readings }) => (readings.accuracyPct ? [{ severity, ...readings.accuracyPct }] : []))
  return {
    id,
    label: name,
    nameOnly: true,
    tone: shown ? 'focus' : 'quiet',
    x: measured.map((point) => point.severity),
    y: measured.map((point) => point.value),
    ...(shown ? { low: measured.map((point) => point.low), high: measured.map((point) => point.high) } : {}),
  }
}
