/** A strip that tells what happened, why, and what to do. */
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'
import styles from './notice.module.css'

export interface NoticeProps {
  readonly tone: 'good' | 'info' | 'warn' | 'bad' | 'sealed'
  readonly message: string
  readonly hint?: string | null
  /** Buttons at the right end. */
  readonly actions?: ReactNode
}

const icons: Readonly<Record<NoticeProps['tone'], IconName>> = { good: 'check', info: 'info', warn: 'warn', bad: 'alert', sealed: 'lock' }

export function Notice({ tone, message, hint, actions }: NoticeProps) {
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={icons[tone]} />
      <p className={styles.text}>
        <b>{message}</b>
        {hint && <span> {hint}</span>}
      </p>
      {actions}
    </div>
  )
}
