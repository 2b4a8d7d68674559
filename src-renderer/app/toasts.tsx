/** Short reports of what was done, with Undo where it can be taken back; errors stay until closed. */
import { useEffect } from 'react'
import { type Toast, type Tone, useView } from '../stores/view'
import { Button, IconButton } from '../ui/button'
import { Icon, type IconName } from '../ui/icon'
import styles from './toasts.module.css'

const icons: Readonly<Record<Tone, IconName>> = { good: 'check', info: 'undo', warn: 'warn', bad: 'alert' }
/** What can be pressed stays long enough to be reached. */
const reachableMs = 10_000
const lifeMs: Readonly<Record<Tone, number | null>> = { good: 4000, info: 10_000, warn: 12_000, bad: null }

export function Toasts() {
  const toasts = useView((state) => state.toasts)
  return (
    <section className={styles.stack} aria-label="Reports" aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const dismiss = useView((state) => state.dismiss)
  const { action } = toast
  useEffect(() => {
    const own = lifeMs[toast.tone]
    if (own === null) return
    const life = toast.action ? Math.max(own, reachableMs) : own
    const timer = setTimeout(() => dismiss(toast.id), life)
    return () => clearTimeout(timer)
  }, [toast, dismiss])
  return (
    <div className={styles.toast} role={toast.tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={icons[toast.tone]} tone={toast.tone === 'info' ? 'muted' : toast.tone} />
      <p>
        <b>{toast.text}</b>
        {toast.hint && <span> {toast.hint}</span>}
      </p>
      {action && (
        <Button
          size="s"
          onClick={() => {
            action.run()
            dismiss(toast.id)
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon="close" size="s" label="Close" onClick={() => dismiss(toast.id)} />
    </div>
  )
}
