/** The attributes of the classes, as a table to load, to read and to change, cell by cell or as CSV; checked when it is applied. */
import { parseCodeTable, writeCodeRows, writeCodeTable } from '@shared/domain/parse-code-table'
import type { Study } from '@shared/domain/study'
import { useRef, useState } from 'react'
import { attempt } from '../../app/attempt'
import { useCatalogue } from '../../stores/catalogue'
import { toFailure } from '../../stores/failure'
import { useStudies } from '../../stores/studies'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Notice } from '../../ui/notice'
import { Segmented } from '../../ui/segmented'
import { readGrid } from './code-grid'
import { CodeGridTable } from './code-grid-table'
import styles from './codes-dialog.module.css'

const forms = [
  { value: 'table', label: 'Table', title: 'Space switches a cell, arrows move' },
  { value: 'csv', label: 'CSV', title: 'The same as text' },
] as const

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
  const [form, setForm] = useState<'table' | 'csv'>('table')
  const [refused, setRefused] = useState<{ readonly message: string; readonly hint: string } | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const change = (next: string): void => {
    setText(next)
    setRefused(null)
  }
  const grid = readGrid(text, classNames)
  const apply = (): void => {
    try {
      const table = parseCodeTable(form === 'table' ? writeCodeRows(grid) : text)
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
        <Segmented
          label="Shown as"
          options={forms}
          value={form}
          onChange={(next) => {
            if (next === 'csv') change(writeCodeRows(grid))
            setForm(next)
          }}
        />
        {form === 'table' ? (
          <CodeGridTable grid={grid} onChange={(next) => change(writeCodeRows(next))} />
        ) : (
          <textarea
            className={styles.table}
            aria-label="Table of attributes as CSV"
            spellCheck={false}
            value={text}
            onChange={(event) => change(event.target.value)}
          />
        )}
        <div className={styles.actions}>
          <input
            ref={file}
            type="file"
            accept=".csv,text/csv"
            hidden
            onChange={(event) => {
              const chosen = event.target.files?.[0]
              if (chosen) attempt(async () => change(await chosen.text()))
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
