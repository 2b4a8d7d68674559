/** A bar for work that knows how much there is; the words stand beside it, not in it. */
import styles from './progress-bar.module.css'

export interface ProgressBarProps {
  /** In [0,1]; null while the amount is unknown. */
  readonly value: number | null
  readonly label: string
  readonly size?: 's' | 'm'
}

export function ProgressBar({ value, label, size = 's' }: ProgressBarProps) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10
  return (
    <div
      className={styles.bar}
      data-size={size}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <i className={styles.fill} style={{ width: `${percent ?? 0}%` }} />
    </div>
  )
}
