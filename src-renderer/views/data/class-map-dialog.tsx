/** Matches target classes to source classes: drag a name onto its class, or pick it and press the class. */
import { type ClassMap, sourceClassOf } from '@shared/domain/split'
import type { Study } from '@shared/domain/study'
import { useState } from 'react'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { formatAmount } from '../../ui/format'
import styles from './class-map-dialog.module.css'
import { suggestClassMap } from './match-classes'
import { changeStudy } from './study-changes'

export interface ClassMapDialogProps {
  readonly study: Study
  readonly source: readonly string[]
  readonly target: readonly string[]
  readonly onClose: () => void
}

export function ClassMapDialog({ study, source, target, onClose }: ClassMapDialogProps) {
  const [map, setMap] = useState<ClassMap>(() => ({ ...suggestClassMap(source, target), ...study.data.classMap }))
  const [picked, setPicked] = useState<string | null>(null)
  const assign = (name: string | null, to: string | null): void => {
    if (name === null) return
    setMap((before) => ({ ...before, [name]: to }))
    setPicked(null)
  }
  const matchedTo = (to: string | null): readonly string[] => target.filter((name) => sourceClassOf(name, source, map) === to)
  const unmatched = matchedTo(null)
  const missing = source.filter((name) => matchedTo(name).length === 0)
  const save = (): void => {
    changeStudy(study, { classMap: withoutSameNames(map) }, 'Classes matched.')
    onClose()
  }
  return (
    <Dialog
      title="Match classes"
      subtitle="Names are read; no target image is looked at by its label."
      onClose={onClose}
      actions={
        <Button
          variant="primary"
          size="s"
          blocked={missing.length === source.length ? 'Match at least one class first.' : null}
          onClick={save}
        >
          Use these matches
        </Button>
      }
    >
      <p className={styles.words}>{setInWords(missing, unmatched)}</p>
      <ul className={styles.rows}>
        {[...source, null].map((name) => (
          <li
            key={name ?? ' none'}
            className={styles.row}
            data-open={picked !== null || undefined}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => assign(event.dataTransfer.getData('text/plain'), name)}
          >
            <button type="button" className={styles.class} aria-disabled={picked === null} onClick={() => assign(picked, name)}>
              {name ?? 'No class of the source'}
            </button>
            <span className={styles.chips}>
              {matchedTo(name).map((chip) => (
                <button
                  key={chip}
                  type="button"
                  className={styles.chip}
                  draggable
                  aria-pressed={picked === chip}
                  onDragStart={(event) => event.dataTransfer.setData('text/plain', chip)}
                  onClick={() => setPicked(picked === chip ? null : chip)}
                >
                  △ {chip}
                </button>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.hint} role="status">
        {picked === null
          ? 'Drag a target class onto its source class, or press it and then the class.'
          : `Press the source class that "${picked}" belongs to.`}
      </p>
    </Dialog>
  )
}

/** A target class that is matched with its own name needs no entry. */
function withoutSameNames(map: ClassMap): ClassMap {
  return Object.fromEntries(Object.entries(map).filter(([target, source]) => target !== source))
}

function setInWords(missing: readonly string[], unmatched: readonly string[]): string {
  if (missing.length === 0 && unmatched.length === 0) return 'Every class is on both sides: a closed set.'
  const kind = missing.length === 0 ? 'An open set' : unmatched.length === 0 ? 'A partial set' : 'A partial and open set'
  const parts = [
    missing.length > 0 && `${formatAmount(missing.length, 'source class has', 'source classes have')} no target images`,
    unmatched.length > 0 &&
      `${formatAmount(unmatched.length, 'target class is', 'target classes are')} unknown to the source and count as wrong`,
  ].filter(Boolean)
  return `${kind}: ${parts.join('; ')}.`
}
