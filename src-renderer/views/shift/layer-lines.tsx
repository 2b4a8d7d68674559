/** How far each layer is from the source over the last batches: one small line a layer, the deeper the darker, the last value of each named on hover. */
import type { StreamStep } from '@shared/domain/live-stream'
import { line } from 'd3'
import { keptSteps } from '../../stores/adaptation'
import { type LayerFigure, layerSeries } from './adaptation-words'
import styles from './layer-lines.module.css'

const [width, height, pad] = [210, 40, 3]

export interface LayerLinesProps {
  readonly title: string
  readonly unit: string
  readonly figure: LayerFigure
  readonly steps: readonly StreamStep[]
}

/** Nothing where the method has no such figure. */
export function LayerLines({ title, unit, figure, steps }: LayerLinesProps) {
  const series = layerSeries(steps, figure)
  if (series.length === 0) return null
  const most = Math.max(...series.flatMap(({ values }) => values), Number.MIN_VALUE)
  const x = (at: number): number => pad + (at / (keptSteps - 1)) * (width - 2 * pad)
  const y = (value: number): number => height - pad - (value / most) * (height - 2 * pad)
  const path = line<number>(
    (_, at) => x(at),
    (value) => y(value),
  ).digits(1)
  const largest = [...series].sort((a, b) => b.last - a.last)[0]
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>
        {title}
        <span>
          up to {most.toFixed(most < 10 ? 1 : 0)} {unit}
        </span>
      </figcaption>
      <svg
        className={styles.lines}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}, ${series.length} layers: ${series.map(({ name, last }) => `${name} ${last.toFixed(2)}`).join(', ')} ${unit}`}
      >
        <line className={styles.base} x1={0} x2={width} y1={y(0)} y2={y(0)} />
        {series.map(({ name, values, last }, depth) => (
          <path
            key={name}
            d={path(values) ?? ''}
            style={{ opacity: 0.3 + (0.7 * (depth + 1)) / series.length }}
            data-most={name === largest.name || undefined}
          >
            <title>
              {name}: {last.toFixed(2)} {unit}
            </title>
          </path>
        ))}
      </svg>
    </figure>
  )
}
