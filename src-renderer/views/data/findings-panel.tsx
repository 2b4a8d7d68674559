/** Findings by severity, each with why it matters, one remedy and its pictures; blocking ones first. */
import type { UnreadableFile } from '@shared/domain/dataset'
import type { Study } from '@shared/domain/study'
import { useState } from 'react'
import { attempt } from '../../app/attempt'
import { fileSlug, saveFile } from '../../charts/save-picture'
import { type DomainState, useDatasets } from '../../stores/datasets'
import { selectLook, useInspections } from '../../stores/inspections'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { EmptyState } from '../../ui/empty-state'
import { formatAmount } from '../../ui/format'
import { Icon, type IconProps } from '../../ui/icon'
import { Notice } from '../../ui/notice'
import { Panel } from '../../ui/panel'
import { appliedFixes } from './applied-fixes'
import { ClassMapDialog } from './class-map-dialog'
import { findFindings, type ShownFinding } from './findings'
import styles from './findings-panel.module.css'
import { Gallery } from './gallery'
import { saveRemedies } from './save-study-files'
import { changeStudy, takeFix } from './study-changes'

export interface FindingsPanelProps {
  readonly study: Study
  readonly source: DomainState | null
  readonly target: DomainState | null
  readonly className?: string | undefined
}

const icons: Readonly<Record<ShownFinding['level'], IconProps>> = {
  blocks: { name: 'warn', tone: 'bad', label: 'Must be mended' },
  alarm: { name: 'warn', tone: 'warn', label: 'Alarm' },
  look: { name: 'alert', tone: 'muted', label: 'Worth a look' },
  fine: { name: 'check', tone: 'good', label: 'Fine' },
}

const listedFiles = 500

export function FindingsPanel({ study, source, target, className }: FindingsPanelProps) {
  const pair = useDatasets((state) => state.pairs[study.id] ?? null)
  const look = useInspections(selectLook(study.id))
  const [mapping, setMapping] = useState(false)
  const found = look?.inspection?.findings ?? []
  const findings =
    pair?.problems && source?.summary && target?.summary ? findFindings(pair.problems, found, source.summary, target.summary) : null
  const failure = pair?.failure ?? look?.failure
  return (
    <Panel
      title="Findings"
      className={className}
      scroll
      actions={findings && <Tally findings={findings} looking={look?.status === 'looking'} />}
    >
      {failure && <Notice tone="bad" message={failure.message} hint={failure.hint} />}
      <Applied study={study} />
      {findings ? (
        <>
          <ul data-stale={look?.status === 'looking' || undefined} className={styles.list}>
            {findings.map((finding) => (
              <FindingRow
                key={finding.id}
                study={study}
                finding={finding}
                files={(finding.filesOf === 'source' ? source : finding.filesOf === 'target' ? target : null)?.summary?.unreadable ?? []}
                onMap={() => setMapping(true)}
              />
            ))}
          </ul>
          <p className={styles.save}>
            {look?.status === 'ready' && (
              <Button size="s" onClick={() => attempt(() => saveReport(study))}>
                Save report
              </Button>
            )}
            {study.data.preparation && (
              <Button size="s" title="As a file that lab run --preparation takes" onClick={() => saveRemedies(study.data)}>
                Save remedies…
              </Button>
            )}
          </p>
        </>
      ) : (
        !failure && (
          <EmptyState
            title={waiting(study, source, target)}
            text="Pixel ranges, copies, leaks, outliers, shortcuts and class names are looked at before anything is trained."
          />
        )
      )}
      {mapping && source?.summary && target?.summary && (
        <ClassMapDialog
          study={study}
          source={source.summary.classNames}
          target={target.summary.classNames}
          onClose={() => setMapping(false)}
        />
      )}
    </Panel>
  )
}

function Tally({ findings, looking }: { readonly findings: readonly ShownFinding[]; readonly looking: boolean }) {
  const count = (level: ShownFinding['level']): number => findings.filter((finding) => finding.level === level).length
  const [blocking, alarms, toLookAt] = [count('blocks'), count('alarm'), count('look')]
  return (
    <>
      {blocking > 0 && (
        <Chip tone="bad" icon="warn">
          {blocking} to mend
        </Chip>
      )}
      {alarms > 0 && (
        <Chip tone="warn" icon="warn">
          {formatAmount(alarms, 'alarm')}
        </Chip>
      )}
      {toLookAt > 0 && <Chip>{toLookAt} to look at</Chip>}
      {looking && <Chip icon="wait">Looking</Chip>}
      {!looking && blocking + alarms + toLookAt === 0 && (
        <Chip tone="good" icon="check">
          Ready to train
        </Chip>
      )}
    </>
  )
}

/** What the study does to its images already, each with a way back. */
function Applied({ study }: { readonly study: Study }) {
  const applied = appliedFixes(study.data)
  if (applied.length === 0) return null
  return (
    <ul className={styles.applied} aria-label="Remedies in use">
      {applied.map(({ label, stop }) => (
        <li key={label}>
          <Icon name="check" tone="good" />
          <span>{label}</span>
          <Button size="s" variant="quiet" icon="undo" onClick={() => changeStudy(study, stop, `No longer: ${label.toLowerCase()}.`)}>
            Take back
          </Button>
        </li>
      ))}
    </ul>
  )
}

interface FindingRowProps {
  readonly study: Study
  readonly finding: ShownFinding
  readonly files: readonly UnreadableFile[]
  readonly onMap: () => void
}

function FindingRow({ study, finding, files, onMap }: FindingRowProps) {
  const [open, setOpen] = useState(finding.level === 'alarm')
  const { fix, gallery } = finding
  return (
    <li className={styles.finding}>
      <Icon {...icons[finding.level]} />
      <b className={styles.title}>{finding.title}</b>
      <span className={styles.actions}>
        {gallery.length > 0 && (
          <Button size="s" variant="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide' : 'Show'}
          </Button>
        )}
        {fix && (
          <Button size="s" onClick={() => takeFix(study, fix)}>
            {fix.label}
          </Button>
        )}
        {finding.mapsClasses && (
          <Button size="s" onClick={onMap}>
            Match classes…
          </Button>
        )}
      </span>
      <p className={styles.text}>{finding.text}</p>
      {open && gallery.length > 0 && (
        <div className={styles.pictures}>
          <Gallery study={study} items={gallery} />
        </div>
      )}
      {files.length > 0 && <FileList files={files} />}
    </li>
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

async function saveReport(study: Study): Promise<void> {
  saveFile(`${fileSlug(study.name)}-data.html`, await useInspections.getState().report(study), 'text/html')
}

function waiting(study: Study, source: DomainState | null, target: DomainState | null): string {
  if (!study.data.source && !study.data.target) return 'Findings wait for two folders'
  if (!study.data.source) return 'Findings wait for the source'
  if (!study.data.target) return 'Findings wait for the target'
  if (source?.failure || target?.failure) return 'Findings wait for both folders to be read'
  return 'The domains are being looked at'
}
