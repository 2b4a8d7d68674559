/** Asks why before target labels are read: what is read, what follows from it, and a purpose for the ledger. */
import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import styles from './vault-dialog.module.css'

export interface VaultDialogProps {
  readonly title: string
  /** What is read: how many labels of what. */
  readonly subtitle: string
  /** What the read means for what is chosen later. */
  readonly children: ReactNode
  /** A purpose somebody might have. */
  readonly placeholder: string
  /** On the button that reads. */
  readonly verb: string
  readonly onRead: (purpose: string) => void
  readonly onClose: () => void
}

const shortest = 3

export function VaultDialog({ title, subtitle, children, placeholder, verb, onRead, onClose }: VaultDialogProps) {
  const [purpose, setPurpose] = useState('')
  return (
    <Dialog title={title} subtitle={subtitle} onClose={onClose}>
      <p className={styles.words}>{children}</p>
      <label className={styles.field}>
        Purpose
        <input autoFocus value={purpose} maxLength={300} placeholder={placeholder} onChange={(event) => setPurpose(event.target.value)} />
      </label>
      <div className={styles.buttons}>
        <Button
          blocked={purpose.trim().length < shortest ? 'Write a purpose first.' : null}
          onClick={() => {
            onRead(purpose.trim())
            onClose()
          }}
        >
          {verb}
        </Button>
        <Button variant="primary" onClick={onClose}>
          Keep sealed
        </Button>
      </div>
    </Dialog>
  )
}
