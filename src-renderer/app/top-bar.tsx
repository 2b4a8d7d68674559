/** Study switcher, vault and ledger chips, palette, projector and theme. */
import { useEffect } from 'react'
import { selectDomain, useDatasets } from '../stores/datasets'
import { useInspections } from '../stores/inspections'
import { usePreferences } from '../stores/preferences'
import { countReads, useRuns } from '../stores/runs'
import { selectStudy, useStudies } from '../stores/studies'
import { useView } from '../stores/view'
import { Button, IconButton } from '../ui/button'
import { Chip } from '../ui/chip'
import { DomainMark } from '../ui/domain-mark'
import { formatAmount } from '../ui/format'
import { Icon } from '../ui/icon'
import { Kbd } from '../ui/kbd'
import { attempt } from './attempt'
import { Logo } from './logo'
import { regionProps } from './regions'
import { toggleProjector, toggleTheme } from './start-stores'
import styles from './top-bar.module.css'

export function TopBar() {
  const studyId = useView((state) => state.studyId)
  const showSheet = useView((state) => state.showSheet)
  const closeStudy = useView((state) => state.closeStudy)
  const { theme, projector } = usePreferences()
  return (
    <header className={styles.bar} {...regionProps}>
      <button type="button" className={styles.logo} onClick={closeStudy} title="Go to Start">
        <Logo />
        Shiftlab
      </button>
      {studyId && <StudyCrumb studyId={studyId} />}
      <span className={styles.grow} />
      {studyId && <VaultChips studyId={studyId} />}
      <Button variant="quiet" icon="search" title="Search or run a command" onClick={() => showSheet('palette')}>
        <span className={styles.wide}>Search or run</span>
        <Kbd keys="Ctrl K" />
      </Button>
      <IconButton
        icon="screen"
        label={projector ? 'Leave projector mode' : 'Projector mode'}
        pressed={projector}
        onClick={toggleProjector}
      />
      <IconButton
        icon={theme === 'system' ? 'auto' : theme === 'dark' ? 'moon' : 'sun'}
        label={`Theme: ${theme}. Switch to ${theme === 'system' ? 'light' : theme === 'light' ? 'dark' : 'system'}`}
        onClick={toggleTheme}
      />
    </header>
  )
}

function StudyCrumb({ studyId }: { readonly studyId: string }) {
  const study = useStudies(selectStudy(studyId))
  const source = useDatasets(selectDomain(studyId, 'source'))
  const target = useDatasets(selectDomain(studyId, 'target'))
  const showSheet = useView((state) => state.showSheet)
  return (
    <button type="button" className={styles.crumb} onClick={() => showSheet('studies')} title="Switch study">
      <b>{study?.name ?? 'Study'}</b>
      <Icon name="chevron" tone="muted" />
      {source?.summary && target?.summary && (
        <span className={styles.domains}>
          <span>{source.summary.name}</span>
          <DomainMark domain="source" size={10} />
          <span>→</span>
          <DomainMark domain="target" size={10} />
          <span>{target.summary.name}</span>
        </span>
      )}
    </button>
  )
}

function VaultChips({ studyId }: { readonly studyId: string }) {
  const runs = useRuns((state) => state.runs)
  const ledger = useRuns((state) => state.ledger)
  const showSheet = useView((state) => state.showSheet)
  const own = runs.filter((run) => run.studyId === studyId).map((run) => run.id)
  const studyReads = useInspections((state) => state.ledgers[studyId]?.length ?? 0)
  useEffect(() => attempt(() => useInspections.getState().loadLedger(studyId)), [studyId])
  const { reads, opened } = countReads(ledger, own)
  const show = (): void => showSheet('ledger')
  return (
    <>
      {opened ? (
        <Chip
          tone="warn"
          icon="unlock"
          title="Target labels were read for a final report. Choices made from now on count as optimistic."
          onClick={show}
        >
          <span className={styles.wide}>Vault opened for the report</span>
          <span className={styles.narrow}>Vault opened</span>
        </Chip>
      ) : (
        <Chip tone="sealed" icon="lock" title="Target labels cannot be read by training, checkpoint choice or selection." onClick={show}>
          Vault sealed
        </Chip>
      )}
      <Chip icon="book" title="Reads of target labels in this study" onClick={show}>
        Ledger {formatAmount(reads + studyReads, 'read')}
      </Chip>
    </>
  )
}
