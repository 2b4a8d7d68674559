/** The study switcher: open another, rename or delete this one, or start a new one. */
import type { Study } from '@shared/domain/study'
import { useState } from 'react'
import { useStudies } from '../stores/studies'
import { useView } from '../stores/view'
import { Button, IconButton } from '../ui/button'
import { Chip } from '../ui/chip'
import { Dialog } from '../ui/dialog'
import { formatWhen } from '../ui/format'
import { deleteStudy } from './actions'
import { attempt } from './attempt'
import styles from './studies-sheet.module.css'
import { Toasts } from './toasts'

export function StudiesSheet() {
  const studies = useStudies((state) => state.studies)
  const { studyId, showSheet, closeStudy } = useView()
  const open = studies.find((study) => study.id === studyId)
  return (
    <Dialog
      title="Studies"
      onClose={() => showSheet(null)}
      floating={<Toasts />}
      actions={
        <Button size="s" icon="plus" onClick={closeStudy}>
          New study
        </Button>
      }
    >
      {open && <NameField key={open.id} study={open} />}
      <ul className={styles.list}>
        {studies.map((study) => (
          <StudyRow key={study.id} study={study} current={study.id === studyId} />
        ))}
      </ul>
    </Dialog>
  )
}

function NameField({ study }: { readonly study: Study }) {
  const rename = useStudies((state) => state.rename)
  const [name, setName] = useState(study.name)
  const wanted = name.trim()
  return (
    <form
      className={styles.name}
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted && wanted !== study.name) attempt(() => rename(study.id, wanted))
      }}
    >
      <label htmlFor="study-name">Name</label>
      <input id="study-name" maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
      <Button type="submit" blocked={!wanted ? 'A study needs a name' : wanted === study.name ? 'The name has not changed' : null}>
        Rename
      </Button>
    </form>
  )
}

function StudyRow({ study, current }: { readonly study: Study; readonly current: boolean }) {
  const openStudy = useView((state) => state.openStudy)
  return (
    <li className={styles.row} data-current={current || undefined}>
      <button type="button" className={styles.open} aria-current={current || undefined} onClick={() => openStudy(study.id)}>
        <b>{study.name}</b>
        <small>{formatWhen(study.updatedAt)}</small>
      </button>
      {study.demo && <Chip tone="dashed">Demo</Chip>}
      <IconButton icon="trash" size="s" label={`Delete ${study.name}`} onClick={() => deleteStudy(study)} />
    </li>
  )
}
