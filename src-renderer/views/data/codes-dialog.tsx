/** The attributes of the classes, as a table to load, to read and to change: CSV in a field, checked when it is applied. */
import { parseCodeTable, writeCodeTable } from '@shared/domain/parse-code-table'
import type { Study } from '@shared/domain/study'
import { useRef, useState } from 'react'
import { attempt } from '../../app/attempt'
import { useCatalogue } from '../../stores/catalogue'
import { toFailure } from '../../stores/failure'
import { useStudies } from '../../stores/studies'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Notice } from '../../ui/notice'
import styles from './codes-dialog.module.css'

export interface CodesDialogProps {
  readonly study: Study
  /** Names of the classes of both sides, for a table to begin with. */
  readonly classNames: readonly string[]
  readonly onClose: () => void
}

export function CodesDialog({ study, classNames, onClose }: CodesDialogProps) {
  const { source, codes } = study.data
  const builtIn = useCatalogue((state) => state.pairs).find((one) => source?.kind === 'built-in' && one.id === source.pair)?.codes
  const known = codes ?? builtIn
  const [text, setText] = useState(() =>
    known ? writeCodeTable(known) : ['class,attribute', ...classNames.map((name) => `${name},0`)].join('\n'),
  )
  const [refused, setRefused] = useState<{ readonly message: string; readonly hint: string } | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const apply = (): void => {
    try {
      const table = parseCodeTable(text)
      const missing = classNames.find((name) => !Object.hasOwn(table.codes, name))
      if (missing !== undefined) {
        setRefused({ message: `The class '${missing}' has no row.`, hint: 'Add one named like the class folder.' })
        return
      }
      attempt(async () => {
        await useStudies.getState().changeData(study.id, { codes: table })
        onClose()
      })
    } catch (error) {
      setRefused(toFailure(error))
    }
  }
  return (
    <Dialog title="Attributes of the classes" subtitle="a row a class; 1 has it, 0 has it not, or anything between" onClose={onClose}>
      <div className={styles.codes}>
        {refused && <Notice tone="bad" message={refused.message} hint={refused.hint} />}
        <textarea
          className={styles.table}
          aria-label="Table of attributes as CSV"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setRefused(null)
          }}
        />
        <div className={styles.actions}>
          <input
            ref={file}
            type="file"
            accept=".csv,text/csv"
            hidden
            onChange={(event) => {
              const chosen = event.target.files?.[0]
              if (chosen) attempt(async () => setText(await chosen.text()))
            }}
          />
          <Button icon="folder" onClick={() => file.current?.click()}>
            Load CSV…
          </Button>
          <Button variant="primary" onClick={apply}>
            Use these attributes
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
