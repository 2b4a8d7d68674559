/** Every read of target labels in the open study. */
import { useInspections } from '../stores/inspections'
import { useRuns } from '../stores/runs'
import { selectStudy, useStudies } from '../stores/studies'
import { useView } from '../stores/view'
import { Dialog } from '../ui/dialog'
import { EmptyState } from '../ui/empty-state'
import { formatAmount } from '../ui/format'
import { LedgerList } from './ledger-list'
import { Toasts } from './toasts'

export function LedgerSheet() {
  const { studyId, showSheet } = useView()
  const study = useStudies(selectStudy(studyId))
  const runs = useRuns((state) => state.runs).filter((run) => run.studyId === studyId)
  const ledger = useRuns((state) => state.ledger)
  const own = useInspections((state) => (studyId ? state.ledgers[studyId] : null)) ?? []
  const reads = own.length + runs.reduce((sum, run) => sum + (ledger[run.id]?.length ?? 0), 0)
  return (
    <Dialog
      title="Ledger"
      subtitle={`${formatAmount(reads, 'read')} of target labels in ${study?.name ?? 'this study'}`}
      shape="sheet"
      onClose={() => showSheet(null)}
      floating={<Toasts />}
    >
      {reads === 0 ? (
        <EmptyState
          title="No target label has been read"
          text="Training, checkpoint choice and selection cannot read them. The final report of a run reads the test labels once, after its last seed, and each read is written here."
        />
      ) : (
        <LedgerList runs={runs} own={own} />
      )}
    </Dialog>
  )
}
