/** Asks why before the target's classes are counted. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { Study } from '@shared/domain/study'
import { attempt } from '../../app/attempt'
import { VaultDialog } from '../../app/vault-dialog'
import { useInspections } from '../../stores/inspections'
import { formatAmount } from '../../ui/format'

export interface TargetCountsDialogProps {
  readonly study: Study
  readonly target: DomainSummary
  readonly onClose: () => void
}

export function TargetCountsDialog({ study, target, onClose }: TargetCountsDialogProps) {
  return (
    <VaultDialog
      title="Count target classes"
      subtitle={`${formatAmount(target.images, 'label')} of ${target.name} are read, as counts.`}
      placeholder="Check label shift before choosing a method"
      verb="Read counts"
      onRead={(purpose) => attempt(() => useInspections.getState().countTarget(study, purpose))}
      onClose={onClose}
    >
      The counts tell whether class parts differ between the domains. What is chosen with that knowledge counts as chosen after a look at
      labels, so the ledger keeps the read with its purpose.
    </VaultDialog>
  )
}
