/** Findings by severity, each with why it matters and what to do; blocking ones first. */
import type { UnreadableFile } from '@shared/domain/dataset'
import type { Study } from '@shared/domain/study'
import { type DomainState, useDatasets } from '../../stores/datasets'
import { Chip } from '../../ui/chip'
import { EmptyState } from '../../ui/empty-state'
import { formatAmount } from '../../ui/format'
import { Icon, type IconProps } from '../../ui/icon'
import { Notice } from '../../ui/notice'
import { Panel } from '../../ui/panel'
import { type Finding, findFindings } from './findings'
import styles from './findings-panel.module.css'

export interface FindingsPanelProps {
  readonly study: Study
  readonly source: DomainState | null
  readonly target: DomainState | null
  readonly className?: string | undefined
}

const icons: Readonly<Record<Finding['level'], IconProps>> = {
  blocks: { name: 'warn', tone: 'warn', label: 'Must be mended' },
  look: { name: 'alert', tone: 'muted', label: 'Worth a look' },
  fine: { name: 'check', tone: 'good', label: 'Fine' },
}

const listedFiles = 500

export function FindingsPanel({ study, source, target, className }: FindingsPanelProps) {
  const pair = useDatasets((state) => state.pairs[study.id] ?? null)
  const findings = pair?.problems && source?.summary && target?.summary ? findFindings(pair.problems, source.summary, target.summary) : null
  const blocking = findings?.filter((finding) => finding.level === 'blocks').length ?? 0
  const toLookAt = findings?.filter((finding) => finding.level === 'look').length ?? 0
  return (
    <Panel
      title="Findings"
      className={className}
      scroll
      actions={
        findings && (
          <>
            {blocking > 0 && (
              <Chip tone="warn" icon="warn">
                {blocking} to mend
              </Chip>
            )}
            {toLookAt > 0 && <Chip>{toLookAt} to look at</Chip>}
            {blocking + toLookAt === 0 && (
              <Chip tone="good" icon="check">
                Ready to train
              </Chip>
            )}
          </>
        )
      }
    >
      {pair?.failure && <Notice tone="bad" message={pair.failure.message} hint={pair.failure.hint} />}
      {findings ? (
        <ul>
          {findings.map((finding) => (
            <li key={finding.id} className={styles.finding}>
              <Icon {...icons[finding.level]} />
              <b className={styles.title}>{finding.title}</b>
              <p className={styles.text}>{finding.text}</p>
              {finding.filesOf && <FileList files={(finding.filesOf === 'source' ? source : target)?.summary?.unreadable ?? []} />}
            </li>
          ))}
        </ul>
      ) : (
        !pair?.failure && (
          <EmptyState
            title={waiting(study, source, target)}
            text="Unreadable files, class names, balance and copies are looked at before anything is trained."
          />
        )
      )}
    </Panel>
  )
}

function FileList({ files }: { readonly files: readonly UnreadableFile[] }) {
  return (
    <details className={styles.files}>
      <summary>Show {formatAmount(files.length, 'file')}</summary>
      <ul>
        {files.slice(0, listedFiles).map(({ file, reason }) => (
          <li key={file}>
            <code>{file}</code>
            <span>{reason}</span>
          </li>
        ))}
        {files.length > listedFiles && <li>and {formatAmount(files.length - listedFiles, 'more file')}</li>}
      </ul>
    </details>
  )
}

function waiting(study: Study, source: DomainState | null, target: DomainState | null): string {
  if (!study.data.source && !study.data.target) return 'Findings wait for two folders'
  if (!study.data.source) return 'Findings wait for the source'
  if (!study.data.target) return 'Findings wait for the target'
  if (source?.failure || target?.failure) return 'Findings wait for both folders to be read'
  return 'The domains are being looked at'
}
