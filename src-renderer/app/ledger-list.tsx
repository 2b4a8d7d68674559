/** Ledger entries, newest first: what was read, where, when, why. */
import type { LedgerEntry } from '@shared/domain/ledger'
import type { RunRecord } from '@shared/domain/run'
import { useRuns } from '../stores/runs'
import { formatAmount, formatWhen } from '../ui/format'
import { Icon } from '../ui/icon'
import styles from './ledger-list.module.css'

const kinds: Readonly<Record<LedgerEntry['kind'], string>> = {
  fenced: 'Fenced off: no method or validator sees its result',
  'few-labels': 'Given to a supervised method to learn from',
  report: 'Final figures, read once after the last seed',
  counts: 'Class counts for the Data screen',
  gallery: 'Images shown by what they were taken for, after the report',
}

export interface LedgerListProps {
  readonly runs: readonly RunRecord[]
  /** Reads from the study's own screens. */
  readonly own?: readonly LedgerEntry[]
}

export function LedgerList({ runs, own = [] }: LedgerListProps) {
  const ledger = useRuns((state) => state.ledger)
  const entries = [
    ...runs.flatMap((run) => (ledger[run.id] ?? []).map((entry, index) => ({ entry, where: run.name, key: `${run.id}-${index}` }))),
    ...own.map((entry, index) => ({ entry, where: 'Data', key: `study-${index}` })),
  ].sort((a, b) => b.entry.time.localeCompare(a.entry.time))
  const free = entries.every(({ entry }) => entry.kind === 'fenced' || entry.kind === 'report')
  return (
    <ul>
      {free && (
        <li className={styles.entry}>
          <Icon name="lock" tone="sealed" />
          <b>0 reads by adaptation, checkpoints or selection</b>
        </li>
      )}
      {entries.map(({ entry, where, key }) => (
        <li key={key} className={styles.entry} title={kinds[entry.kind]}>
          <Icon name="book" tone="muted" />
          <b>
            {sentence(entry.place)}, {formatAmount(entry.labels, `${entry.split === 'all' ? '' : `${entry.split} `}label`)}
          </b>
          <span className={styles.why}>{entry.purpose}</span>
          <span className={styles.why}>
            {where} · <time dateTime={entry.time}>{formatWhen(entry.time)}</time>
          </span>
        </li>
      ))}
    </ul>
  )
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
