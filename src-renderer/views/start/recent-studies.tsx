/** Studies by last change, with their domains and runs. */
import type { DomainSource } from '@shared/domain/dataset'
import type { Study } from '@shared/domain/study'
import { deleteStudy } from '../../app/actions'
import { useCatalogue } from '../../stores/catalogue'
import { useRuns } from '../../stores/runs'
import { useView } from '../../stores/view'
import { IconButton } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { DomainMark } from '../../ui/domain-mark'
import { folderName, formatAmount, formatWhen } from '../../ui/format'
import styles from './recent-studies.module.css'

export function RecentStudies({ studies }: { readonly studies: readonly Study[] }) {
  const openStudy = useView((state) => state.openStudy)
  const runs = useRuns((state) => state.runs)
  return (
    <section className={styles.recent} aria-label="Recent studies">
      <h2 className={styles.title}>Recent studies</h2>
      <ul className={styles.list}>
        {studies.map((study) => {
          const count = runs.filter((run) => run.studyId === study.id).length
          return (
            <li key={study.id} className={styles.row}>
              <button type="button" className={styles.open} onClick={() => openStudy(study.id, count > 0 ? 'train' : 'data')}>
                <b>{study.name}</b>
                <Sides study={study} />
                <small>
                  {formatWhen(study.updatedAt)} · {count === 0 ? 'no runs yet' : formatAmount(count, 'run')}
                </small>
              </button>
              {study.demo && <Chip tone="dashed">Demo</Chip>}
              <IconButton size="s" icon="trash" label={`Delete ${study.name}`} onClick={() => deleteStudy(study)} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Sides({ study }: { readonly study: Study }) {
  const pairs = useCatalogue((state) => state.pairs)
  const nameOf = (side: DomainSource): string => {
    if (side.kind === 'shifted') return `${nameOf(side.base)}, shifted`
    if (side.kind === 'folder') return folderName(side.path)
    if (side.kind === 'joined') return `${side.parts.length} domains`
    if (side.kind === 'classes') return `${nameOf(side.base)}, ${side.classes.length} classes`
    const pair = pairs.find((one) => one.id === side.pair)
    return (side.role === 'source' ? pair?.sourceName : pair?.targetName) ?? side.pair
  }
  const name = (role: 'source' | 'target'): string => {
    const side = study.data[role]
    return side ? nameOf(side) : 'not chosen'
  }
  return (
    <small className={styles.sides}>
      <DomainMark domain="source" size={9} />
      <span>{name('source')}</span>→
      <DomainMark domain="target" size={9} />
      <span>{name('target')}</span>
    </small>
  )
}
