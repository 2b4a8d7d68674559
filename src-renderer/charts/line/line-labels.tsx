/** Names and values at the ends of the lines; while someone inspects, the values under the crosshair take their place. */
import { nearestIndex } from './crosshair-steps'
import type { EndLabel } from './end-labels'
import styles from './line-chart.module.css'
import { endLabel, frontValues, valueText } from './line-geometry'
import type { LineChartData, LineSeries } from './line-series'

export interface LineLabelsProps {
  readonly data: LineChartData
  readonly labels: readonly EndLabel[]
  readonly cursor: number | null
}

export function LineLabels({ data, labels, cursor }: LineLabelsProps) {
  return (
    <g className={styles.labels}>
      {labels.map((label) => {
        const series = data.series.find((one) => one.id === label.id)
        if (!series) return null
        return (
          <g key={label.id} data-tone={series.tone}>
            {label.leader && <path className={styles.leader} d={`M${label.tip.x + 4},${label.tip.y}L${label.x - 3},${label.y}`} />}
            <text x={label.x} y={label.y + 4} data-quiet={series.nameOnly || undefined}>
              {cursor === null ? endLabel(series, data.y.unit) : readOut(series, cursor, data.y.unit)}
            </text>
          </g>
        )
      })}
    </g>
  )
}

/** The drawn value nearest to the crosshair; a dash where the series has not come that far. */
function readOut(series: LineSeries, cursor: number, unit: string | undefined): string {
  const last = series.x.at(-1)
  const planned = series.future
  const past = last !== undefined && cursor <= last
  const [xs, ys] = past || !planned ? [series.x, frontValues(series)] : [planned.x, planned.y]
  const value = past || planned ? ys[nearestIndex(xs, cursor)] : undefined
  const text = value === undefined || !Number.isFinite(value) ? '–' : valueText(series, value, unit)
  // Room was kept for the name alone.
  return series.nameOnly ? text : `${series.label} ${text}`
}
