/** A small statement with an icon: sealed, good, warn, bad, plain, or dashed for illustrations and demo data. */
import type { ReactNode } from 'react'
import styles from './chip.module.css'
import { Icon, type IconName } from './icon'

export interface ChipProps {
  readonly children: ReactNode
  readonly tone?: 'plain' | 'sealed' | 'good' | 'warn' | 'bad' | 'accent' | 'dashed'
  readonly icon?: IconName
  readonly title?: string
  /** Makes the chip a button. */
  readonly onClick?: () => void
}

export function Chip({ children, tone = 'plain', icon, title, onClick }: ChipProps) {
  const content = (
    <>
      {icon && <Icon name={icon} />}
      {children}
    </>
  )
  return onClick ? (
    <button type="button" className={styles.chip} data-tone={tone} title={title} onClick={onClick}>
      {content}
    </button>
  ) : (
    <span className={styles.chip} data-tone={tone} title={title}>
      {content}
    </span>
  )
}
