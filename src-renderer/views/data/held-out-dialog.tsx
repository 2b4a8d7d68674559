/** Divides one folder: the classes that are ticked are never trained on, the rest are learnt. */
import type { FolderSource } from '@shared/domain/dataset'
import type { Study } from '@shared/domain/study'
import { useState } from 'react'
import { chooseFolder } from '../../app/actions'
import { attempt } from '../../app/attempt'
import { NumberInput } from '../../forms/number-input'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { EmptyState } from '../../ui/empty-state'
import { folderName, formatAmount, formatCount } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { ProgressBar } from '../../ui/progress-bar'
import { divide, divisionProblem, drawUnseen, unseenOf, wholeFolder } from './held-out-classes'
import styles from './held-out-dialog.module.css'
import { changeStudy } from './study-changes'
import { useWholeFolder } from './use-whole-folder'

export interface HeldOutDialogProps {
  readonly study: Study
  readonly onClose: () => void
}

export function HeldOutDialog({ study, onClose }: HeldOutDialogProps) {
  const [folder, setFolder] = useState<FolderSource | null>(() => wholeFolder(study))
  const [seed, setSeed] = useState(0)
  const [ticked, setTicked] = useState<readonly string[] | null>(null)
  const { summary, progress, failure } = useWholeFolder(folder, study.data.images)
  const classNames = summary?.classNames ?? []
  const unseen = ticked ?? (folder && unseenOf(study, folder)) ?? drawUnseen(classNames, seed)
  const problem = summary ? divisionProblem(classNames, unseen) : folder ? 'The folder is still being read.' : 'Choose a folder first.'
  const toggle = (name: string): void => setTicked(unseen.includes(name) ? unseen.filter((one) => one !== name) : [...unseen, name])
  const draw = (next: number): void => {
    setSeed(next)
    if (Number.isInteger(next)) setTicked(drawUnseen(classNames, next))
  }
  const choose = async (): Promise<void> => {
    const chosen = await chooseFolder('source')
    if (chosen?.kind !== 'folder') return
    setFolder(chosen)
    setTicked(null)
  }
  const apply = (): void => {
    if (!folder) return
    changeStudy(study, divide(study, folder, { classNames, unseen }), `${formatAmount(unseen.length, 'class', 'classes')} kept unseen.`)
    onClose()
  }
  return (
    <Dialog
      title="Keep classes unseen"
      subtitle="one folder: ticked classes are never trained on, the rest are learnt"
      onClose={onClose}
      actions={
        <Button variant="primary" size="s" blocked={problem} onClick={apply}>
          {summary && !problem ? `Keep ${unseen.length} classes unseen` : 'Keep classes unseen'}
        </Button>
      }
    >
      <div className={styles.divide}>
        <div className={styles.row}>
          <span className={styles.folder} title={folder?.path}>
            {folder ? folderName(folder.path) : 'No folder yet'}
          </span>
          <Button size="s" icon="folder" onClick={() => attempt(choose)}>
            {folder ? 'Change folder' : 'Choose folder…'}
          </Button>
        </div>
        {failure && <Notice tone="bad" message={failure.message} hint={failure.hint} />}
        {folder && !summary && !failure && (
          <div className={styles.reading} role="status">
            {progress && progress.total > 0 ? `${formatCount(progress.done)} of ${formatAmount(progress.total, 'image')}` : 'Listing files'}
            <ProgressBar
              size="m"
              value={progress && progress.total > 0 ? progress.done / progress.total : null}
              label="Import of the folder"
            />
          </div>
        )}
        {!folder && (
          <EmptyState
            title="The classes of the folder will be here"
            text="Choose a folder with one subfolder for each class. Nothing in it is moved or changed."
          />
        )}
        {summary && classNames.length === 0 && (
          <Notice tone="warn" message="This folder has no class folders." hint="Choose one that has a subfolder for each class." />
        )}
        {summary && classNames.length > 0 && (
          <>
            <div className={styles.row}>
              <p className={styles.words} role="status">
                {problem ?? `${unseen.length} unseen, ${classNames.length - unseen.length} learnt.`}
              </p>
              <span className={styles.draw}>
                <Button
                  size="s"
                  icon="reset"
                  title="A third of the classes, drawn by the seed"
                  onClick={() => draw(Number.isInteger(seed) ? seed + 1 : 0)}
                >
                  Draw others
                </Button>
                <span>seed</span>
                <NumberInput label="Seed of the draw" value={seed} min={0} max={999_999} step={1} onChange={draw} />
              </span>
            </div>
            <ClassTicks classNames={classNames} counts={summary.classCounts ?? []} unseen={unseen} onToggle={toggle} />
          </>
        )}
      </div>
    </Dialog>
  )
}

interface ClassTicksProps {
  readonly classNames: readonly string[]
  /** Images of each class, in the order of the names. */
  readonly counts: readonly number[]
  readonly unseen: readonly string[]
  readonly onToggle: (name: string) => void
}

function ClassTicks({ classNames, counts, unseen, onToggle }: ClassTicksProps) {
  const most = Math.max(1, ...counts)
  return (
    <fieldset className={styles.classes}>
      <legend className="visually-hidden">Classes kept unseen</legend>
      {classNames.map((name, id) => (
        <label key={name} className={styles.class} title={name}>
          <input type="checkbox" checked={unseen.includes(name)} onChange={() => onToggle(name)} />
          <span className={styles.name}>{name}</span>
          <span className={styles.track}>
            <i
              className={styles.bar}
              data-role={unseen.includes(name) ? 'target' : 'source'}
              style={{ width: `${((counts[id] ?? 0) / most) * 100}%` }}
            />
          </span>
          <span className={styles.count}>{formatAmount(counts[id] ?? 0, 'image')}</span>
          <small>{unseen.includes(name) ? 'unseen' : 'learnt'}</small>
        </label>
      ))}
    </fieldset>
  )
}
