/** A line without axes, for figures that stand beside their words. */
import { line, scaleLinear } from 'd3'
import styles from './spark-line.module.css'

export interface SparkSeries {
  readonly label: string
  /** [x, y]; x ascending. */
  readonly points: readonly (readonly [number, number])[]
  readonly tone: 'focus' | 'quiet'
}

export interface SparkLineProps {
  /** Read out in place of the picture. */
  readonly label: string
  readonly series: readonly SparkSeries[]
  readonly height?: number
  /** Top of the scale; what is above is cut off. */
  readonly top?: number
}

const width = 300

export function SparkLine({ label, series, height = 72, top }: SparkLineProps) {
  const all = series.flatMap(({ points }) => points)
  if (all.length === 0) return null
  const xs = all.map(([x]) => x)
  const ceiling = top ?? Math.max(...all.map(([, y]) => y))
  const x = scaleLinear([Math.min(...xs), Math.max(...xs)], [2, width - 2])
  const y = scaleLinear([0, ceiling || 1], [height - 2, 4]).clamp(true)
  const path = line<readonly [number, number]>(
    ([at]) => x(at),
    ([, value]) => y(value),
  )
  return (
    <svg className={styles.spark} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <line className={styles.base} x1={0} x2={width} y1={height - 1} y2={height - 1} />
      {series.map(({ label: name, points, tone }) => (
        <path key={name} className={styles.line} data-tone={tone} d={path(points) ?? undefined} vectorEffect="non-scaling-stroke" />
      ))}
    </svg>
  )
}
