/** One sentence on what will be here, and the button that makes it. */
import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

export interface EmptyStateProps {
  readonly title: string
  readonly text?: string
  readonly actions?: ReactNode
  readonly picture?: ReactNode
}

export function EmptyState({ title, text, actions, picture }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {picture}
      <b className={styles.title}>{title}</b>
      {text && <p className={styles.text}>{text}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
