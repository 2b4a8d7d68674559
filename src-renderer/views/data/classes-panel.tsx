/** How many images each class of the source has; the target's counts are sealed. */
import type { DomainSummary } from '@shared/domain/dataset'
import { textWidth } from '../../charts/text-width'
import type { DomainState } from '../../stores/datasets'
import { Chip } from '../../ui/chip'
import { EmptyState } from '../../ui/empty-state'
import { formatAmount, formatCount } from '../../ui/format'
import { ImageCanvas } from '../../ui/image-canvas'
import { Panel } from '../../ui/panel'
import { stripImage } from '../../ui/strip-image'
import { classColours } from './class-colours'
import styles from './classes-panel.module.css'

export interface ClassesPanelProps {
  readonly source: DomainState | null
  /** Null while there is no target. */
  readonly targetNames: readonly string[] | null
  readonly className?: string | undefined
}

export function ClassesPanel({ source, targetNames, className }: ClassesPanelProps) {
  const summary = source?.summary ?? null
  return (
    <Panel
      title="Classes"
      subtitle={summary ? `source, ${formatAmount(summary.classNames.length, 'class', 'classes')}` : 'source'}
      className={className}
      scroll
      actions={
        targetNames && (
          <Chip tone="sealed" icon="lock" title="How many images each target class has is label knowledge; it is not read here.">
            Target counts sealed
          </Chip>
        )
      }
    >
      {summary && source ? (
        <ClassList summary={summary} strip={source.strip} />
      ) : (
        <EmptyState title="Class counts of the source will be here" text="They are read from the names of its folders." />
      )}
    </Panel>
  )
}

/** How much wider bold text runs than the face that `textWidth` estimates. */
const boldness = 1.3

function ClassList({ summary, strip }: { readonly summary: DomainSummary; readonly strip: DomainState['strip'] }) {
  if (!summary.classCounts) return <EmptyState title="This folder has no class folders" text="A source needs one folder for each class." />
  const counts = summary.classCounts
  const most = Math.max(1, ...counts)
  const colours = classColours(counts)
  // One width for all names, so that the bars start together and can be compared.
  const nameEm = boldness * Math.max(0, ...summary.classNames.map((name) => textWidth(name, 1)))
  const columns = `clamp(20px, ${nameEm.toFixed(2)}em, 132px) 28px minmax(0, 1fr)`
  return (
    <ul className={styles.list}>
      {summary.classNames.map((name, id) => {
        const at = strip?.labels.indexOf(name) ?? -1
        const count = counts[id] ?? 0
        return (
          <li key={name} className={styles.row} style={{ gridTemplateColumns: columns }}>
            <b className={styles.name} title={name}>
              {name}
            </b>
            <span className={styles.thumb}>{strip && at >= 0 && <ImageCanvas pixels={stripImage(strip, at)} side={strip.size} />}</span>
            <span className={styles.track}>
              <i className={styles.bar} style={{ width: `${(count / most) * 100}%`, background: colours[id] }} />
              <span className={styles.count}>{formatCount(count)}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
