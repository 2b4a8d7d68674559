/** A native modal dialog: the browser traps focus and closes it on Esc; a press beside it closes it too. */
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './button'
import styles from './dialog.module.css'

export interface DialogProps {
  readonly title: string
  readonly subtitle?: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** `sheet` slides over the right side, `wide` over all but the spine, `palette` hangs under the top bar, `centre` is the ordinary one. */
  readonly shape?: 'centre' | 'sheet' | 'wide' | 'palette'
  readonly actions?: ReactNode
  /** Leaves the title out of sight; it still names the dialog. */
  readonly bare?: boolean
  /** Drawn above the dialog but outside its box, such as toasts: what lies under a modal dialog cannot be pressed. */
  readonly floating?: ReactNode
}

/** Mount it to open it. */
export function Dialog({ title, subtitle, onClose, children, shape = 'centre', actions, bare = false, floating }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    if (dialog && !dialog.open) {
      dialog.showModal()
      // Focus starts at the dialog itself, so that no button looks chosen; a field with autoFocus keeps it.
      if (!dialog.querySelector('[autofocus], input:focus')) dialog.focus()
    }
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it natively; the press beside it is an extra for the mouse
    <dialog
      ref={ref}
      className={styles.dialog}
      data-shape={shape}
      aria-labelledby={id}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className={styles.inside}>
        <header className={bare ? 'visually-hidden' : styles.head}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {subtitle && <small className={styles.subtitle}>{subtitle}</small>}
          <span className={styles.grow} />
          {actions}
          {!bare && <IconButton icon="close" label="Close" size="s" onClick={onClose} />}
        </header>
        <div className={bare ? styles.bareBody : styles.body}>{children}</div>
      </div>
      {floating}
    </dialog>
  )
}
