/** Name a class, drop one to five images, and other images are recognised at once by a trained run's features. */
import type { Recognition } from '@shared/domain/recognition'
import type { RunRecord } from '@shared/domain/run'
import { type DragEvent, type ReactNode, useState } from 'react'
import { engine, host } from '../../app/services'
import { toFailure } from '../../stores/failure'
import { Button, IconButton } from '../../ui/button'
import { folderName, formatAmount } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { Panel } from '../../ui/panel'
import styles from './recognise-panel.module.css'

interface NamedClass {
  readonly name: string
  readonly files: readonly string[]
}

const mostFiles = 5

export function RecognisePanel({ run }: { readonly run: RunRecord }) {
  const [name, setName] = useState('')
  const [classes, setClasses] = useState<readonly NamedClass[]>([])
  const [answers, setAnswers] = useState<Recognition['answers']>([])
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<{ readonly message: string; readonly hint: string } | null>(null)
  const trial = run.trials[0]!

  const ask = async (queries: readonly string[], known = classes): Promise<void> => {
    if (queries.length === 0 || known.length === 0) return
    setBusy(true)
    setFailure(null)
    try {
      const request = {
        runId: run.id,
        trialId: trial.id,
        classes: known.map((one) => ({ name: one.name, files: [...one.files] })),
        queries: [...queries],
      }
      setAnswers((await engine.call('fewShot.recognise', request)).answers)
    } catch (error) {
      setFailure(toFailure(error))
    } finally {
      setBusy(false)
    }
  }
  const addClass = (files: readonly string[]): void => {
    const own = name.trim()
    if (own === '') {
      setFailure({ message: 'The class has no name yet.', hint: 'Write its name first, then give its images.' })
      return
    }
    const next = [...classes.filter((one) => one.name !== own), { name: own, files: files.slice(0, mostFiles) }]
    setClasses(next)
    setName('')
    setFailure(null)
    void ask(
      answers.map(({ file }) => file),
      next,
    )
  }

  return (
    <Panel title="Recognise new classes" subtitle={`with the features of seed ${trial.seed}; nothing is trained`} scroll>
      <div className={styles.recognise}>
        {failure && <Notice tone="bad" message={failure.message} hint={failure.hint} />}
        <div className={styles.columns}>
          <FilePlace label="Images of the class" onFiles={addClass} blocked={name.trim() === '' ? 'Name the class first.' : null}>
            <input
              className={styles.name}
              aria-label="Name of the class"
              placeholder="Name a class"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <small>then drop 1 to {mostFiles} of its images here</small>
          </FilePlace>
          <FilePlace
            label="Images to recognise"
            onFiles={(files) => void ask(files)}
            blocked={classes.length === 0 ? 'Name a class and give its images first.' : null}
          >
            <b>{busy ? 'Recognising …' : 'Recognise'}</b>
            <small>drop images here</small>
          </FilePlace>
        </div>
        {classes.length > 0 && (
          <ul className={styles.classes} aria-label="New classes">
            {classes.map((one) => (
              <li key={one.name}>
                {one.name} <small>{formatAmount(one.files.length, 'image')}</small>
                <IconButton
                  size="s"
                  icon="close"
                  label={`Forget ${one.name}`}
                  onClick={() => setClasses(classes.filter((other) => other !== one))}
                />
              </li>
            ))}
          </ul>
        )}
        {answers.length > 0 && (
          <table className={styles.answers} aria-label="Answers" aria-busy={busy}>
            <tbody>
              {answers.map(({ file, classes: found, known }) => (
                <tr key={file}>
                  <td title={file}>{folderName(file)}</td>
                  {known === false && <td title="Farther from every class than images of one class are">none of them; nearest:</td>}
                  {found.slice(0, 3).map((one) => (
                    <td key={one.name}>
                      {one.name} {(100 * one.probability).toFixed(0)} %
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  )
}

interface FilePlaceProps {
  readonly label: string
  readonly blocked: string | null
  readonly onFiles: (paths: readonly string[]) => void
  readonly children: ReactNode
}

/** Takes dropped files, or those that are chosen. */
function FilePlace({ label, blocked, onFiles, children }: FilePlaceProps) {
  const take = (files: FileList | null): void => {
    const paths = [...(files ?? [])].map((file) => host.pathForFile(file)).filter(Boolean)
    if (paths.length > 0) onFiles(paths)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    take(event.dataTransfer.files)
  }
  return (
    <section className={styles.place} aria-label={label} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      {children}
      <label className={styles.choose}>
        <input type="file" accept="image/*" multiple className="visually-hidden" onChange={(event) => take(event.target.files)} />
        <Button
          size="s"
          icon="folder"
          blocked={blocked}
          onClick={(event) => (event.currentTarget.previousElementSibling as HTMLInputElement).click()}
        >
          Choose images…
        </Button>
      </label>
    </section>
  )
}
