/** What a chart shows when it has no fresh data: why, and the button that changes it. */
import type { ReactNode } from 'react'
import styles from './chart-frame.module.css'

export type ChartState =
  | { readonly kind: 'ready' }
  /** One sentence on what will be here, and the button that makes it. */
  | { readonly kind: 'empty'; readonly text: string; readonly action?: ReactNode }
  /** Axes are there already; `text` (count, time left) appears after 400 ms. */
  | { readonly kind: 'loading'; readonly text: string }
  /** Drawn at half strength: settings changed since. */
  | { readonly kind: 'stale'; readonly action?: ReactNode }
  /** The last good data stays under a strip. */
  | { readonly kind: 'error'; readonly message: string; readonly hint: string; readonly action?: ReactNode }

export const READY: ChartState = { kind: 'ready' }

/** The words over a chart in that state; nothing when it is ready. */
export function ChartNotice({ state }: { readonly state: ChartState }) {
  switch (state.kind) {
    case 'ready':
      return null
    case 'empty':
      return (
        <div className={styles.empty}>
          <p>{state.text}</p>
          {state.action}
        </div>
      )
    case 'loading':
      return (
        <p className={styles.loading} role="status">
          {state.text}
        </p>
      )
    case 'stale':
      return (
        <div className={styles.stale}>
          <span className={styles.staleChip}>from before the change</span>
          {state.action}
        </div>
      )
    case 'error':
      return (
        <div className={styles.error} role="alert">
          <span>
            <b>{state.message}</b> {state.hint}
          </span>
          {state.action}
        </div>
      )
  }
}
