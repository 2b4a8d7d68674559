/** Error of the last batches in small: the adapted model's line over that of the source model left alone, from 0 to 100 %. */
import type { StreamStep } from '@shared/domain/live-stream'
import { line } from 'd3'
import { keptSteps } from '../../stores/adaptation'
import styles from './error-lines.module.css'

const [width, height, pad] = [210, 54, 3]

export interface ErrorLinesProps {
  readonly steps: readonly StreamStep[]
  /** What the picture shows, with its figures, for those who do not see it. */
  readonly description: string
}

export function ErrorLines({ steps, description }: ErrorLinesProps) {
  const x = (at: number): number => pad + (at / (keptSteps - 1)) * (width - 2 * pad)
  const y = (errorPct: number): number => height - pad - (errorPct / 100) * (height - 2 * pad)
  const pathOf = (read: (step: StreamStep) => number | null): string => {
    const places = steps.flatMap((step, at) => {
      const value = read(step)
      return value === null ? [] : [[x(at), y(value)] as const]
    })
    return line<readonly [number, number]>().digits(1)(places as [number, number][]) ?? ''
  }
  const last = steps.at(-1)
  return (
    <svg className={styles.lines} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={description}>
      {[0, 50, 100].map((errorPct) => (
        <line key={errorPct} className={styles.rule} x1={0} x2={width} y1={y(errorPct)} y2={y(errorPct)} />
      ))}
      <path className={styles.source} d={pathOf((step) => step.withoutAdaptation.errorPct)} />
      <path className={styles.adapted} d={pathOf((step) => step.errorPct)} />
      {last && last.errorPct !== null && <circle className={styles.now} cx={x(steps.length - 1)} cy={y(last.errorPct)} r={3} />}
    </svg>
  )
}
