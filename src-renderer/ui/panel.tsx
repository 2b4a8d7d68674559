/** A bordered region of a screen with its title; panels do not nest. */
import { type ReactNode, useId } from 'react'
import styles from './panel.module.css'

export interface PanelProps {
  readonly title: string
  /** May be cut when space is short. */
  readonly subtitle?: string
  /** Chips and buttons at the right end of the title line. */
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** Lets the body scroll inside the panel. */
  readonly scroll?: boolean
  readonly className?: string | undefined
  /** Leaves room in the title line for the menu that a chart shows there. */
  readonly withMenu?: boolean
  /** Takes the body's padding away, for charts that fill the panel. */
  readonly flush?: boolean
}

export function Panel({ title, subtitle, actions, children, scroll = false, flush = false, withMenu = false, className = '' }: PanelProps) {
  const id = useId()
  return (
    <section className={`${styles.panel} ${className}`} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {subtitle && (
          <small className={styles.subtitle} title={subtitle}>
            {subtitle}
          </small>
        )}
        {actions && (
          <>
            <span className={styles.grow} />
            {actions}
            {withMenu && <span className={styles.menu} />}
          </>
        )}
      </header>
      <div className={styles.body} data-scroll={scroll || undefined} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  )
}
