/** Asks why before the target's classes are counted: a read of labels, entered in the ledger with its purpose. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { Study } from '@shared/domain/study'
import { useState } from 'react'
import { attempt } from '../../app/attempt'
import { useInspections } from '../../stores/inspections'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { formatAmount } from '../../ui/format'
import styles from './target-counts-dialog.module.css'

export interface TargetCountsDialogProps {
  readonly study: Study
  readonly target: DomainSummary
  readonly onClose: () => void
}

export function TargetCountsDialog({ study, target, onClose }: TargetCountsDialogProps) {
  const [purpose, setPurpose] = useState('')
  const count = (): void => {
    attempt(() => useInspections.getState().countTarget(study, purpose.trim()))
    onClose()
  }
  return (
    <Dialog
      title="Count target classes"
      subtitle={`${formatAmount(target.images, 'label')} of ${target.name} are read, as counts.`}
      onClose={onClose}
    >
      <p className={styles.words}>
        The counts tell whether class parts differ between the domains. What is chosen with that knowledge counts as chosen after a look at
        labels, so the ledger keeps the read with its purpose.
      </p>
      <label className={styles.field}>
        Purpose
        <input
          autoFocus
          value={purpose}
          maxLength={300}
          placeholder="Check label shift before choosing a method"
          onChange={(event) => setPurpose(event.target.value)}
        />
      </label>
      <div className={styles.buttons}>
        <Button blocked={purpose.trim().length < 3 ? 'Write a purpose first.' : null} onClick={count}>
          Read counts
        </Button>
        <Button variant="primary" onClick={onClose}>
          Keep sealed
        </Button>
      </div>
    </Dialog>
  )
}
