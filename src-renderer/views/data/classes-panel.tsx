/** How many images each class has, beside its mean image; the target's counts are sealed until they are asked for on the record. */
import type { DomainSummary } from '@shared/domain/dataset'
import type { DomainProfile } from '@shared/domain/inspection'
import { type ClassesOfBoth, classesOfBoth } from '@shared/domain/label-shift'
import type { Study } from '@shared/domain/study'
import { useState } from 'react'
import type { DomainState } from '../../stores/datasets'
import { selectLook, useInspections } from '../../stores/inspections'
import { Button } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { EmptyState } from '../../ui/empty-state'
import { formatAmount, formatCount } from '../../ui/format'
import { ImageCanvas } from '../../ui/image-canvas'
import { Panel } from '../../ui/panel'
import { classColours } from './class-colours'
import styles from './classes-panel.module.css'
import { TargetCountsDialog } from './target-counts-dialog'

export interface ClassesPanelProps {
  readonly study: Study
  readonly source: DomainState | null
  readonly target: DomainSummary | null
  readonly className?: string | undefined
}

export function ClassesPanel({ study, source, target, className }: ClassesPanelProps) {
  const summary = source?.summary ?? null
  const look = useInspections(selectLook(study.id))
  const known = useInspections((state) => state.targetCounts[study.id] ?? null)
  const [asking, setAsking] = useState(false)
  const counts = target && known?.fingerprint === target.fingerprint ? known : null
  const profiles = look?.inspection?.profiles ?? []
  const both =
    counts && summary?.classCounts
      ? classesOfBoth({ classNames: summary.classNames, counts: summary.classCounts }, counts, study.data.classMap)
      : null
  return (
    <Panel
      title="Classes"
      subtitle={
        summary
          ? `source${counts ? ' and target' : ''}, ${formatAmount((both?.names ?? summary.classNames).length, 'class', 'classes')}`
          : 'source'
      }
      className={className}
      scroll
      actions={
        target?.labelled &&
        (counts ? (
          <Chip tone="warn" icon="unlock" title="The target's class counts were read; the ledger has the entry.">
            Target counts read{both === null ? '' : `, label shift ${both.shift.toFixed(2)}`}
          </Chip>
        ) : (
          <Button size="s" icon="lock" title="How many images each target class has is label knowledge." onClick={() => setAsking(true)}>
            Show target counts…
          </Button>
        ))
      }
    >
      {summary ? (
        <>
          <Means profiles={profiles} />
          <ClassList summary={summary} both={both} means={profiles.find(({ role }) => role === 'source')?.means ?? null} />
        </>
      ) : (
        <EmptyState title="Class counts of the source will be here" text="They are read from the names of its folders." />
      )}
      {asking && target && <TargetCountsDialog study={study} target={target} onClose={() => setAsking(false)} />}
    </Panel>
  )
}

/** The mean of all images of each domain, side by side. */
function Means({ profiles }: { readonly profiles: readonly DomainProfile[] }) {
  if (profiles.length === 0) return null
  return (
    <p className={styles.means}>
      {profiles.map(({ role, means }) => (
        <span key={role} className={styles.mean}>
          <span className={styles.thumb}>
            <ImageCanvas pixels={meanPixels(means, 0)} side={means.size} label={`Mean of all ${role} images`} />
          </span>
          mean of the {role}
        </span>
      ))}
    </p>
  )
}

interface ClassListProps {
  readonly summary: DomainSummary
  /** Null while the target's counts are sealed. */
  readonly both: ClassesOfBoth | null
  readonly means: DomainProfile['means'] | null
}

function ClassList({ summary, both, means }: ClassListProps) {
  if (!summary.classCounts) return <EmptyState title="This folder has no class folders" text="A source needs one folder for each class." />
  const { names, source: own } = both ?? { names: summary.classNames, source: summary.classCounts }
  const ofTarget = both?.target
  const most = Math.max(1, ...own, ...(ofTarget ?? []))
  const colours = classColours(own)
  return (
    <ul className={styles.list}>
      {names.map((name, id) => {
        const at = means?.classNames.indexOf(name) ?? -1
        return (
          <li key={name} className={styles.row}>
            <b className={styles.name} title={name}>
              {name}
            </b>
            <span className={styles.thumb}>
              {means && at >= 0 && <ImageCanvas pixels={meanPixels(means, at)} side={means.size} label={`Mean of source class ${name}`} />}
            </span>
            <span className={styles.bars}>
              <span className={styles.track}>
                <i className={styles.bar} style={{ width: `${((own[id] ?? 0) / most) * 100}%`, background: colours[id] }} />
                <span className={styles.count}>{formatCount(own[id] ?? 0)}</span>
              </span>
              {ofTarget && (
                <span className={styles.track}>
                  <i className={styles.bar} data-role="target" style={{ width: `${((ofTarget[id] ?? 0) / most) * 100}%` }} />
                  <span className={styles.count}>△ {formatCount(ofTarget[id] ?? 0)}</span>
                </span>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function meanPixels({ size, pixels }: DomainProfile['means'], at: number): Uint8Array {
  return pixels.subarray(at * size * size * 4, (at + 1) * size * size * 4)
}
