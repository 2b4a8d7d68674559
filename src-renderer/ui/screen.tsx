/** The frame of one screen: a head row (title, subtitle, chips, actions) over a body that fills the rest. */
import type { ReactNode } from 'react'
import styles from './screen.module.css'

export interface ScreenProps {
  readonly title: string
  readonly subtitle?: string
  /** Chips and buttons at the right end of the head row; the primary one last. */
  readonly actions?: ReactNode
  /** Notices between head and body. */
  readonly notices?: ReactNode
  readonly children: ReactNode
}

export function Screen({ title, subtitle, actions, notices, children }: ScreenProps) {
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        {subtitle && (
          <p className={styles.subtitle} title={subtitle}>
            {subtitle}
          </p>
        )}
        <span className={styles.grow} />
        {actions}
      </header>
      {notices && <div className={styles.notices}>{notices}</div>}
      <div className={styles.body}>{children}</div>
    </div>
  )
}
